/** Comprehensions and lambdas: expressions that open a frame of their own. */
import type { Comp, Comprehension, DictComp, Expr, Lambda } from "./nodes.ts";
import type { Context } from "./context.ts";
import { child, hasToken, parts, unwrap, type Raw } from "./raw.ts";
import { lowerYield } from "./yields.ts";

const KINDS: Record<string, Comp["kind"]> = {
	list_comprehension: "ListComp",
	set_comprehension: "SetComp",
	generator_expression: "GeneratorExp",
};

export function lowerComprehension(cx: Context, raw: Raw): Expr {
	const { start, end } = raw;
	const clauses = raw.children.filter((part) => part.type === "for_in_clause" || part.type === "if_clause");
	const body = child(raw, "body");
	const first = clauses[0];
	if (!body || raw.broken || first?.type !== "for_in_clause") return cx.missing(raw, "invalid comprehension");
	// The first iterable is evaluated outside, so it sees the block around (a class body too).
	const outermost = iterable(cx, first);
	return cx.within("comprehension", false, (block): Expr => {
		const scope = block.scope!;
		const pending = cx.pending;
		cx.pending = null;
		const generators: Comprehension[] = [];
		for (const clause of clauses) {
			if (clause.type === "if_clause") {
				const test = parts(clause)[0];
				generators[generators.length - 1]!.ifs.push(test ? cx.expr(test) : cx.missing(clause, "invalid condition"));
				continue;
			}
			const isAsync = hasToken(clause, "async");
			if (isAsync) scope.isAsync = true;
			const left = child(clause, "left");
			const iter = clause === first ? outermost : iterable(cx, clause);
			generators.push({ target: left ? cx.target(left) : cx.missing(clause, "invalid target"), iter, ifs: [], isAsync });
		}
		let result: Comp | DictComp;
		if (raw.type === "dictionary_comprehension") {
			const key = child(body, "key");
			const value = child(body, "value");
			result = {
				kind: "DictComp",
				key: key ? cx.expr(key) : cx.missing(body, "invalid key"),
				value: value ? cx.expr(value) : cx.missing(body, "invalid value"),
				generators,
				scope,
				start,
				end,
			};
		} else {
			const kind = KINDS[raw.type]!;
			if (kind === "GeneratorExp") scope.isGenerator = true;
			result = { kind, elt: cx.expr(body), generators, scope, start, end };
		}
		cx.pending = pending;
		return result;
	});
}

function iterable(cx: Context, clause: Raw): Expr {
	const rights = clause.children.filter((part) => part.field === "right" && part.named);
	if (clause.broken || rights.length !== 1) return cx.missing(clause, "invalid iterable in comprehension");
	return cx.expr(rights[0]!);
}

/** The parameters were lowered in the block around. */
export function lowerLambda(cx: Context, raw: Raw, args: Lambda["args"], bind: () => void): Expr {
	const { start, end } = raw;
	const body = child(raw, "body");
	if (!body || raw.broken) return cx.missing(raw, "invalid lambda");
	return cx.within("lambda", false, (block): Expr => {
		const pending = cx.pending;
		cx.pending = null;
		bind();
		const inner = unwrap(body);
		const value = inner.type === "yield" ? lowerYield(cx, inner) : cx.expr(inner);
		cx.pending = pending;
		return { kind: "Lambda", args, body: value, scope: block.scope!, start, end };
	});
}
