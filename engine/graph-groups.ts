/**
 * Groups of graph nodes that a picture may fold: what one line did, what a call did that this line made, what a loop did, and each of its
 * iterations. Groups are intervals in time, so folding any of them leaves a graph without circles.
 */
import type { Source } from "./program.ts";
import { lineOf } from "./rules/words.ts";
import type { Span, Module } from "./syntax/nodes.ts";
import { Lines } from "./text/lines.ts";
import type { Site } from "./values/value.ts";

export interface GraphGroup {
	/** The group around it. */
	parent: number | null;
	kind: "line" | "loop" | "round";
	/** Source text of the line; `iteration 3`, `call 3`. */
	label: string;
	path: string;
	line: number;
	start: number;
	end: number;
}

/** One step on the way from the picture's function down to an operation. */
interface Level {
	kind: "line" | "loop";
	key: string;
	source: Source;
	/** Its line, which orders the steps of one iteration. */
	at: number;
	span: Span;
}

interface Item {
	id: number;
	levels: Level[];
}

const LABEL = 48;

/** `nodes` in the order in which they were made; sets each one's group. */
export function groupNodes(
	nodes: readonly { id: number; where: Site | null }[],
	definition: { source: Source; span: Span } | null,
	assign: (id: number, group: number) => void,
): GraphGroup[] {
	const groups: GraphGroup[] = [];
	const items = nodes.map(({ id, where }) => ({ id, levels: levelsOf(where, definition) }));
	const add = (group: GraphGroup): number => groups.push(group) - 1;
	const settle = (list: readonly Item[], parent: number | null): void => {
		if (parent !== null) for (const { id } of list) assign(id, parent);
	};
	const split = (list: readonly Item[], depth: number, parent: number | null): void => {
		settle(list, parent);
		for (const run of runs(list, (item) => item.levels[depth]?.key)) {
			const level = run[0]!.levels[depth];
			if (level === undefined || run.length < 2) continue;
			// A step that is all there is adds nothing to the group around it.
			const group = run.length === list.length && parent !== null ? parent : add(describe(level, parent));
			rounds(run, depth + 1, group, level.kind);
		}
	};
	/** A step back in the text begins the next iteration of a loop, or another call from the same line. */
	const rounds = (list: readonly Item[], depth: number, parent: number, of: Level["kind"]): void => {
		settle(list, parent);
		const each = cutInto(list, (before, item) => (item.levels[depth]?.at ?? 0) < (before.levels[depth]?.at ?? 0));
		if (each.length < 2) return split(list, depth, parent);
		for (const [i, round] of each.entries()) {
			if (round.length < 2) continue;
			split(round, depth, add({ ...groups[parent]!, parent, kind: "round", label: `${of === "loop" ? "iteration" : "call"} ${i + 1}` }));
		}
	};
	split(items, 0, null);
	return groups;
}

/** Stretches of neighbours with one key. */
function runs<T>(list: readonly T[], key: (item: T) => string | undefined): T[][] {
	return cutInto(list, (before, item) => key(before) !== key(item));
}

function cutInto<T>(list: readonly T[], between: (before: T, item: T) => boolean): T[][] {
	const out: T[][] = [];
	for (const [i, item] of list.entries()) {
		if (i === 0 || between(list[i - 1]!, item)) out.push([]);
		out.at(-1)!.push(item);
	}
	return out;
}

/** From outside in; what lies around the definition that is drawn is left out. */
function levelsOf(where: Site | null, definition: { source: Source; span: Span } | null): Level[] {
	const sites: Site[] = [];
	for (let s = where; s !== null; s = s.caller) if (s.isUser) sites.unshift(s);
	const first = definition === null ? -1 : sites.findIndex((s) => s.source === definition.source && contains(definition.span, s.node));
	return sites.slice(Math.max(0, first)).flatMap((site) => {
		const { source, node } = site;
		const level = (kind: Level["kind"], at: number, span: Span): Level => ({ kind, key: `${kind} ${source.path} ${at}`, source, at, span });
		const loops = loopsAround(source, node.start).map((span) => level("loop", lineOf({ ...site, node: span }), span));
		return [...loops, level("line", lineOf(site), node)];
	});
}

function describe({ kind, source, span }: Level, parent: number | null): GraphGroup {
	const lines = new Lines(source.text);
	const line = lines.line(span.start);
	const text = lines.lineText(line).trim();
	return {
		parent,
		kind,
		label: text.length <= LABEL ? text : `${text.slice(0, LABEL - 1)}…`,
		path: source.path,
		line,
		start: span.start,
		end: span.end,
	};
}

const contains = (outer: Span, inner: Span): boolean => inner.start >= outer.start && inner.end <= outer.end;

/** Loops, and the definitions that end their reach. */
interface Block extends Span {
	kind: string;
}
const blocks = new WeakMap<Module, Block[]>();

/** The loops around an offset, from outside in, within its own function. */
function loopsAround(source: Source, offset: number): Span[] {
	let known = blocks.get(source.module);
	if (known === undefined) blocks.set(source.module, (known = blocksOf(source)));
	const around = known.filter((block) => offset >= block.start && offset < block.end).sort((a, b) => a.start - b.start);
	const last = around.findLastIndex((block) => block.kind === "FunctionDef" || block.kind === "ClassDef");
	return around.slice(last + 1);
}

function blocksOf(source: Source): Block[] {
	const out: Block[] = [];
	const stack: object[] = [source.module];
	while (stack.length > 0) {
		const node = stack.pop() as { kind?: string; [key: string]: unknown };
		if (node.kind === "For" || node.kind === "While" || node.kind === "FunctionDef" || node.kind === "ClassDef")
			out.push(node as unknown as Block);
		for (const [key, value] of Object.entries(node)) {
			if (key === "scope" || typeof value !== "object" || value === null) continue;
			if (Array.isArray(value)) for (const one of value) typeof one === "object" && one !== null && stack.push(one);
			else stack.push(value);
		}
	}
	return out;
}
