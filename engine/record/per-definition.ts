/** What is read off a file's code, worked out once per definition: after an edit most definitions are as they were. */
import type { Source } from "../program.ts";
import { isUnread } from "../syntax/later.ts";
import type { Expr, Stmt } from "../syntax/nodes.ts";

export class PerDefinition<T> {
	readonly #known = new WeakMap<Stmt, readonly T[]>();
	readonly #find: (statement: Stmt, source: Source) => readonly T[];
	readonly #inHead: (part: Expr, source: Source) => readonly T[];

	/** `find` looks at a top-level statement, or at a statement of a class body; `inHead` at a decorator, base or keyword of a class. */
	constructor(find: (statement: Stmt, source: Source) => readonly T[], inHead: (part: Expr, source: Source) => readonly T[] = () => []) {
		this.#find = find;
		this.#inHead = inHead;
	}
	in(source: Source): T[] {
		const out: T[] = [];
		this.#collect(source.module.body, source, out);
		return out;
	}
	#collect(body: readonly Stmt[], source: Source, out: T[]): void {
		for (const s of body) {
			if (s.kind === "ClassDef") {
				for (const part of [...s.decorators, ...s.bases, ...s.keywords.map((k) => k.value)])
					for (const one of this.#inHead(part, source)) out.push(one);
				// Its methods may be replaced while the class stays.
				this.#collect(s.body, source, out);
				continue;
			}
			// Nobody has entered it: nothing in it has a value, and looking would have it parsed.
			if (s.kind === "FunctionDef" && isUnread(s)) continue;
			let found = this.#known.get(s);
			if (found === undefined) this.#known.set(s, (found = this.#find(s, source)));
			for (const one of found) out.push(one);
		}
	}
}
