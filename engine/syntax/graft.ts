/**
 * A module that was lowered anew, compared with the one it replaces: where only layout, comments or bodies of functions differ, the old
 * nodes stay and are moved to their new places.
 */
import type { ClassDef, FunctionDef, Module, Stmt } from "./nodes.ts";
import { headOf, type Movable, type Relowered, sameCode, spansIn } from "./relower.ts";

interface Plan {
	/** Old spans and the new ones whose places they take. */
	moves: [Movable, Movable][];
	swaps: { block: Stmt[]; index: number; from: FunctionDef; to: FunctionDef }[];
}

/** Null when something besides the bodies of functions differs. */
export function graft(old: Module, fresh: Module): Relowered | null {
	const { moves, swaps }: Plan = { moves: [], swaps: [] };
	if (!matchBlock(old.body, fresh.body, { moves, swaps })) return null;
	const before = moves.map(([span]) => ({ start: span.start, end: span.end }));
	for (const [span, { start, end }] of moves) Object.assign(span, { start, end });
	for (const { block, index, to } of swaps) block[index] = to;
	return {
		module: { ...fresh, body: old.body },
		replaced: swaps.map((s) => s.from),
		undo() {
			moves.forEach(([span], i) => {
				Object.assign(span, before[i]);
			});
			for (const { block, index, from } of swaps) block[index] = from;
		},
	};
}

function matchBlock(old: Stmt[], fresh: Stmt[], plan: Plan): boolean {
	return old.length === fresh.length && old.every((s, index) => match(s, fresh[index]!, old, index, plan));
}
function match(s: Stmt, to: Stmt, block: Stmt[], index: number, plan: Plan): boolean {
	if (s.kind === "ClassDef" && to.kind === "ClassDef") {
		const [head, other] = [classHead(s), classHead(to)];
		if (!sameCode(head, other)) return false;
		plan.moves.push([s, to]);
		addMoves(head, other, plan);
		return matchBlock(s.body, to.body, plan);
	}
	if (sameCode(s, to)) {
		addMoves(s, to, plan);
		return true;
	}
	if (s.kind !== "FunctionDef" || to.kind !== "FunctionDef" || !sameCode(headOf(s), headOf(to))) return false;
	addMoves(headOf(s), headOf(to), plan);
	Object.assign(to, headOf(s));
	plan.swaps.push({ block, index, from: s, to });
	return true;
}
const classHead = ({ name, nameSpan, bases, keywords, decorators, docstring, target }: ClassDef): object => ({
	name,
	nameSpan,
	bases,
	keywords,
	decorators,
	docstring,
	target,
});

/** Equal code has its spans in the same order. */
function addMoves(from: object, to: object, plan: Plan): void {
	const places = spansIn(to);
	spansIn(from).forEach((span, i) => {
		plan.moves.push([span, places[i]!]);
	});
}
