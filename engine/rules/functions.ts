/** Custom autograd.Function classes in the source, found by the name of their node. */
import type { Source } from "../program.ts";
import type { ClassDef, FunctionDef, Return, Stmt } from "../syntax/nodes.ts";
import { blocksOf } from "./edits.ts";
import type { Site } from "../values/value.ts";

/** The `backward` of the class whose node is called `NameBackward`, with its last return. */
export function backwardOf(
	sources: Iterable<Source>,
	nodeName: string,
): { source: Source; cls: ClassDef; fn: FunctionDef; last: Return | null } | null {
	// The nodes of PyTorch's own ops end in a number.
	if (!nodeName.endsWith("Backward")) return null;
	const name = nodeName.slice(0, -"Backward".length);
	for (const source of sources) {
		const cls = find(source.module.body, name);
		const fn = cls?.body.find((s): s is FunctionDef => s.kind === "FunctionDef" && (s.name === "backward" || s.name === "vjp"));
		if (cls !== null && fn !== undefined) return { source, cls, fn, last: lastReturn(fn.body) };
	}
	return null;
}
function find(body: Stmt[], name: string): ClassDef | null {
	for (const s of body) {
		if (s.kind === "ClassDef" && s.name === name) return s;
		for (const b of blocksOf(s)) {
			const inner = find(b, name);
			if (inner !== null) return inner;
		}
	}
	return null;
}
function lastReturn(body: Stmt[]): Return | null {
	for (const s of [...body].reverse()) {
		if (s.kind === "Return") return s;
		if (s.kind === "FunctionDef" || s.kind === "ClassDef") continue;
		for (const b of blocksOf(s)) {
			const r = lastReturn(b);
			if (r !== null) return r;
		}
	}
	return null;
}
/** The forward of the class and how many arguments it takes behind `ctx`; null when it takes `*args`. */
export function forwardArguments(cls: ClassDef): string[] | null {
	const fn = cls.body.find((s): s is FunctionDef => s.kind === "FunctionDef" && s.name === "forward");
	if (fn === undefined || fn.args.vararg !== null) return null;
	const names = [...fn.args.posonly, ...fn.args.args].map((a) => a.name);
	const separate = cls.body.some((s) => s.kind === "FunctionDef" && s.name === "setup_context");
	return separate ? names : names.slice(1);
}
export const siteOf = (source: Source, node: { start: number; end: number }, inFunction: string): Site => ({
	source,
	node,
	caller: null,
	inFunction,
	isUser: true,
});
