/** Folds groups of a graph so that a picture stays readable: what one call, loop or iteration did becomes one box. */
import type { Graph, GraphNode } from "../../engine/index.ts";

/** A box of the picture. */
export interface Box {
	/** `n12` for a node, `g3` for a folded group. */
	key: string;
	node: GraphNode | null;
	/** Index of the folded group. */
	group: number | null;
	/** What a folded group holds. */
	nodes: number;
	leaves: number;
	/** What the names of the leaves it uses begin with: `model.blocks.3`. */
	about: string | null;
	/** Of a leaf: how many boxes use it. */
	users: number;
	/** Leaves it uses that are drawn only once, elsewhere. */
	elsewhere: number;
	fails: boolean;
}

export interface Arrow {
	from: string;
	to: string;
	nr: number;
	/** Why no gradient goes along here; null for an edge of the graph. */
	cut: string | null;
}

export interface Folded {
	title: string;
	roots: ReadonlySet<string>;
	boxes: Box[];
	arrows: Arrow[];
	/** Groups that are drawn open, and so can be folded. */
	open: ReadonlySet<number>;
}

/** A leaf with more users than this is drawn at one of them. */
export const MOST_USERS = 6;

/** Opens groups from outside in as long as at most `most` boxes are drawn. */
export function foldToFit(graph: Graph, most: number): Folded {
	const everything = new Set(graph.groups.keys());
	if (graph.nodes.length <= most) return fold(graph, everything);
	const open = new Set<number>();
	const children = new Map<number | null, number[]>();
	// Iterations look alike: all are opened, or none.
	const together = (ids: readonly number[] = []): number[][] =>
		ids.every((id) => graph.groups[id]!.kind === "round") ? (ids.length > 0 ? [[...ids]] : []) : ids.map((id) => [id]);
	for (const [id, { parent }] of graph.groups.entries()) children.set(parent, [...(children.get(parent) ?? []), id]);
	const queue = together(children.get(null));
	for (let some = queue.shift(); some !== undefined; some = queue.shift()) {
		for (const id of some) open.add(id);
		if (countBoxes(graph, open) > most) for (const id of some) open.delete(id);
		else for (const id of some) queue.push(...together(children.get(id)));
	}
	return fold(graph, open);
}

export function fold(graph: Graph, open: ReadonlySet<number>): Folded {
	const keys = keysOf(graph, open);
	const boxes = new Map<string, Box>();
	for (const node of graph.nodes) {
		const key = keys[node.id]!;
		const folded = key.startsWith("g");
		let box = boxes.get(key);
		if (!box)
			boxes.set(
				key,
				(box = {
					key,
					node: folded ? null : node,
					group: folded ? Number(key.slice(1)) : null,
					nodes: 0,
					leaves: 0,
					about: null,
					users: 0,
					elsewhere: 0,
					fails: false,
				}),
			);
		if (node.leaf) box.leaves++;
		else box.nodes++;
		if (node.fails !== undefined) box.fails = true;
	}
	const arrows = new Map<string, Arrow>();
	const draw = (from: number, to: number, nr: number, cut: string | null) => {
		const arrow = { from: keys[from]!, to: keys[to]!, nr, cut };
		if (arrow.from === arrow.to) return;
		const folded = !(arrow.from.startsWith("n") && arrow.to.startsWith("n"));
		arrows.set(`${arrow.from} ${arrow.to} ${folded ? "" : `${nr} ${arrows.size}`} ${cut ?? ""}`, folded ? { ...arrow, nr: 0 } : arrow);
	};
	for (const [from, to, nr] of graph.edges) draw(from, to, nr, null);
	for (const { from, to, how } of graph.cuts) draw(from, to, 0, how);
	for (const [key, names] of leafNames(graph, keys)) boxes.get(key)!.about = commonPrefix(names);
	return {
		title: graph.title,
		roots: new Set(graph.roots.map((id) => keys[id]!)),
		boxes: [...boxes.values()],
		arrows: withoutCrowds([...arrows.values()], boxes),
		open,
	};
}

/** A weight that every iteration uses would tie up the whole picture: only its first use keeps the arrow. */
function withoutCrowds(arrows: readonly Arrow[], boxes: ReadonlyMap<string, Box>): Arrow[] {
	const last = new Map<string, Arrow>();
	for (const arrow of arrows) {
		const box = boxes.get(arrow.to)!;
		if (!box.node?.leaf || arrow.cut !== null) continue;
		box.users++;
		last.set(arrow.to, arrow);
	}
	return arrows.filter((arrow) => {
		const crowded = arrow.cut === null && boxes.get(arrow.to)!.users > MOST_USERS;
		if (!crowded || last.get(arrow.to) === arrow) return true;
		boxes.get(arrow.from)!.elsewhere++;
		return false;
	});
}

function leafNames(graph: Graph, keys: readonly string[]): Map<string, string[]> {
	const out = new Map<string, string[]>();
	for (const [from, to] of graph.edges) {
		const name = graph.nodes[to]!.leaf?.name;
		if (name && keys[from]!.startsWith("g")) out.set(keys[from]!, [...(out.get(keys[from]!) ?? []), name]);
	}
	return out;
}

/** Whole steps of dotted names, without the parameter's own; null when nothing is shared. */
function commonPrefix(names: readonly string[]): string | null {
	let common = names[0]!.split(".").slice(0, -1);
	for (const name of names) {
		const steps = name.split(".").slice(0, -1);
		const differs = common.findIndex((step, i) => step !== steps[i]);
		if (differs >= 0) common = common.slice(0, differs);
	}
	return common.length > 0 ? common.join(".") : null;
}

function countBoxes(graph: Graph, open: ReadonlySet<number>): number {
	return new Set(keysOf(graph, open)).size;
}

/** The box each node is drawn in. */
function keysOf(graph: Graph, open: ReadonlySet<number>): string[] {
	const folded: (number | null)[] = [];
	// A group stands behind the one it lies in.
	for (const [id, { parent }] of graph.groups.entries())
		folded.push((parent === null ? null : folded[parent]!) ?? (open.has(id) ? null : id));
	const keys = graph.nodes.map((node) => {
		const group = node.group === null ? null : folded[node.group]!;
		return group === null ? `n${node.id}` : `g${group}`;
	});
	// A leaf that only one folded group uses goes with it.
	const users = new Map<number, Set<string>>();
	for (const [from, to] of graph.edges) if (graph.nodes[to]!.leaf) users.set(to, (users.get(to) ?? new Set()).add(keys[from]!));
	for (const { to } of graph.cuts) users.get(to)?.add("");
	for (const [leaf, [user, ...others]] of users) if (others.length === 0 && user!.startsWith("g")) keys[leaf] = user!;
	return keys;
}
