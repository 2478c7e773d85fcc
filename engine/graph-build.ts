/** Walks the backward graph from where a picture starts, over its edges and over the places where gradients are cut, and writes down what it sees. */
import { AccumulateGrad, type Edge, type Node } from "./autograd/node.ts";
import type { SavedVariable } from "./autograd/saved.ts";
import type { Tensor } from "./autograd/tensor.ts";
import { CopySlices, gradientEdge, requiresGrad } from "./autograd/view.ts";
import type { Graph, GraphNode, GraphSaved } from "./graph-data.ts";
import { groupNodes } from "./graph-groups.ts";
import type { Source } from "./program.ts";
import { type Cut, cutsOf } from "./rules/cuts.ts";
import type { PathRun } from "./rules/rule.ts";
import { anchorOf, lineOf, opName, userSite } from "./rules/words.ts";
import { sizesText } from "./shape/shape.ts";
import type { Span } from "./syntax/nodes.ts";
import type { Site } from "./values/value.ts";

/** Nodes drawn behind one cut: enough to see what is lost, without the whole past of a loop. */
const BEYOND = 24;
/** In larger graphs nobody looks for cuts by eye. */
const MOST_WITH_CUTS = 2000;

interface Start {
	title: string;
	edges: readonly Edge[];
	gone: readonly Tensor[];
}

/** Breadth first from the roots, so that neighbours have neighbouring numbers. */
export function graphData(
	start: Start,
	path: PathRun,
	names: ReadonlyMap<Tensor, string>,
	definition: { source: Source; span: Span } | null,
): Graph {
	const out: Graph = { title: start.title, roots: [], nodes: [], edges: [], cuts: [], groups: [] };
	const walk = new Walk(out, names);
	out.roots.push(...new Set(start.edges.map((edge) => walk.idOf(edge.node))));
	walk.toTheEnd(false, Infinity);
	const cuts = cutsOf(path);
	const seen = new Set<string>();
	const cut = (from: number, t: Tensor): void => {
		if (requiresGrad(t) || t.unknownGrad) return;
		const found = cuts.behind(t);
		if (found === null || found.how === "integers") return;
		for (const to of walk.beyond(found)) {
			if (seen.has(`${from} ${to}`)) continue;
			seen.add(`${from} ${to}`);
			const { source, node } = found.site;
			out.cuts.push({ from, to, how: found.how, path: source.path, line: lineOf(found.site), start: node.start, end: node.end });
		}
	};
	if (walk.nodes.length <= MOST_WITH_CUTS)
		for (const [from, node] of [...walk.nodes.entries()]) for (const t of node?.operands ?? []) cut(from, t);
	for (const t of start.gone) {
		const id = walk.gone(t);
		out.roots.push(id);
		cut(id, t);
	}
	markFailure(out, walk, path);
	const inTime = [...walk.nodes.entries()]
		.filter(([, node]) => node !== null && !(node instanceof AccumulateGrad))
		.sort((a, b) => a[1]!.sequence - b[1]!.sequence);
	out.groups = groupNodes(
		inTime.map(([id, node]) => ({ id, where: node!.where as Site | null })),
		definition,
		(id, group) => (out.nodes[id]!.group = group),
	);
	return out;
}

class Walk {
	/** By id; null for values without a graph. */
	readonly nodes: (Node | null)[] = [];
	readonly #ids = new Map<Node, number>();
	readonly #out: Graph;
	readonly #names: ReadonlyMap<Tensor, string>;
	#done = 0;

	constructor(out: Graph, names: ReadonlyMap<Tensor, string>) {
		this.#out = out;
		this.#names = names;
	}

	idOf(node: Node): number {
		let id = this.#ids.get(node);
		if (id === undefined) this.#ids.set(node, (id = this.nodes.push(node) - 1));
		return id;
	}

	/** Visits what has a number and not been visited, and what that leads to, `most` nodes at most. */
	toTheEnd(beyond: boolean, most: number): void {
		for (let left = most; this.#done < this.nodes.length; this.#done++) {
			const id = this.#done;
			const node = this.nodes[id];
			if (node === null || node === undefined) continue;
			const data = nodeData(id, node, this.#names);
			if (beyond) data.beyond = true;
			this.#out.nodes.push(data);
			if (left-- <= 0) continue;
			for (const edge of node.nextEdges) if (edge !== null) this.#out.edges.push([id, this.idOf(edge.node), edge.nr]);
		}
	}

	/** What was cut off, drawn as well. */
	beyond(cut: Cut): number[] {
		const to = cut.from.flatMap((t) => edgeOf(t) ?? []).map((edge) => this.idOf(edge.node));
		this.toTheEnd(true, BEYOND);
		return [...new Set(to)];
	}

	/** A value without a graph, as a node of its own. */
	gone(t: Tensor): number {
		const id = this.nodes.push(null) - 1;
		this.#done = id + 1;
		const name = t.name ?? "no graph";
		this.#out.nodes.push({
			id,
			name,
			op: "",
			shape: shapeOf(t),
			...placeOf(t.where as Site | null),
			saved: [],
			freed: false,
			group: null,
			gone: true,
		});
		return id;
	}

	find(node: unknown): number | undefined {
		return this.#ids.get(node as Node);
	}
}

function edgeOf(t: Tensor): Edge | null {
	try {
		return gradientEdge(t);
	} catch {
		// A view that PyTorch refuses to look at.
		return null;
	}
}

/** Where an exception of backward stopped. */
function markFailure(out: Graph, walk: Walk, path: PathRun): void {
	const raised = path.record
		.of("raise")
		.filter((e) => !e.caught)
		.at(-1);
	const facts = raised?.error.facts;
	const id = walk.find(facts?.node) ?? walk.find((facts?.saved as SavedVariable | undefined)?.owner);
	if (raised !== undefined && id !== undefined) out.nodes[id]!.fails = raised.error.message;
}

function nodeData(id: number, node: Node, names: ReadonlyMap<Tensor, string>): GraphNode {
	if (node instanceof AccumulateGrad) {
		const { leaf } = node;
		return {
			id,
			name: node.name,
			op: "",
			shape: shapeOf(leaf),
			path: null,
			line: null,
			start: null,
			end: null,
			saved: [],
			freed: false,
			group: null,
			leaf: { name: names.get(leaf) ?? leaf.name },
		};
	}
	const saved = [...node.saved, ...(node instanceof CopySlices ? (node.inner?.saved ?? []) : [])].filter((one) => !one.isHidden);
	const [output] = node.outputs;
	return {
		id,
		name: node.name,
		op: opName(node),
		shape: output === undefined ? null : sizesText(output.sizes),
		...placeOf(node.where as Site | null),
		saved: distinct(saved, node.released),
		freed: node.released,
		group: null,
	};
}

function placeOf(where: Site | null): Pick<GraphNode, "path" | "line" | "start" | "end"> {
	const site = userSite(where);
	return site === null
		? { path: null, line: null, start: null, end: null }
		: { path: site.source.path, line: lineOf(site), start: anchorOf(site), end: site.node.end };
}

/** One of each name; one whose version has moved on speaks for its name. What is freed nobody can miss: optimizers write to parameters then. */
function distinct(saved: readonly SavedVariable[], freed: boolean): GraphSaved[] {
	const out = new Map<string, GraphSaved>();
	for (const { name, savedVersion, tensor } of saved) {
		const entry = { name, version: savedVersion, now: freed || tensor.isInference ? savedVersion : tensor.counter.version };
		if (!out.has(name) || entry.version !== entry.now) out.set(name, entry);
	}
	return [...out.values()];
}

const shapeOf = (t: Tensor): string => (t.unknownShape ? "[?]" : sizesText(t.sizes));
