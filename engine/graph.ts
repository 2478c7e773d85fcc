/**
 * The autograd graph of a program as plain data: what its last backward goes through, or what led to the last tensor that a
 * function returned or the module holds.
 */
import { AccumulateGrad, type Edge, type Node } from "./autograd/node.ts";
import type { Tensor } from "./autograd/tensor.ts";
import { CopySlices, gradientEdge, requiresGrad } from "./autograd/view.ts";
import { harness } from "./harness.ts";
import { execModule } from "./interp/imports.ts";
import { PathSet } from "./interp/paths.ts";
import { findTarget, type Harness, loadLibrary, type Root, runRoot } from "./interp/roots.ts";
import { preparePath, runPath } from "./interp/session.ts";
import { state } from "./interp/state.ts";
import type { Ending } from "./interp/record.ts";
import { unknownTensor } from "./ops/dispatch.ts";
import type { Options, Program } from "./program.ts";
import { PathRecord } from "./record/record.ts";
import { setRecorder } from "./record/recorder.ts";
import type { Limit } from "./report/report.ts";
import { parameterNames } from "./graph-names.ts";
import { findDefinition, ReturnWatch } from "./graph-returns.ts";
import { lineOf, opName, userSite } from "./rules/words.ts";
import { sizesText } from "./shape/shape.ts";
import { py, PyTensor } from "./values/tensor.ts";
import { PyDict, PyList, PyTuple, type Site, type Value } from "./values/value.ts";

export interface GraphNode {
	id: number;
	/** PyTorch's name of the node: `MulBackward0`. */
	name: string;
	/** The operation as the user knows it: `mul`; empty for leaves. */
	op: string;
	/** Where the operation stands in the user's code; null when it does not. */
	path: string | null;
	line: number | null;
	/** What it kept for its derivative, by PyTorch's names. */
	saved: string[];
	/** The leaf whose gradient arrives here. */
	leaf?: { name: string | null; shape: string };
}

export interface Graph {
	/** What the graph is of, for a caption. */
	title: string;
	/** Where backward starts. */
	roots: number[];
	nodes: GraphNode[];
	/** From a node to what produced one of its inputs, and which of its outputs that is. */
	edges: [from: number, to: number, nr: number][];
}

export interface GraphResult {
	/** Null when nothing the program computed has a graph. */
	graph: Graph | null;
	/** The program raises: type and line. What was computed until then is still drawn. */
	raises: { type: string; line: number | null } | null;
	limits: Limit[];
}

/** What a graph starts from. */
interface Start {
	title: string;
	edges: Edge[];
}

/** The last backward, remembered at the moment it starts: in-place operations may give its roots other histories later. */
class GraphRecord extends PathRecord {
	last: Start | null = null;
	readonly #counts: (where: Site | null) => boolean;
	constructor(counts: (where: Site | null) => boolean) {
		super();
		this.#counts = counts;
	}
	override event(kind: string, facts: Record<string, unknown>): void {
		super.event(kind, facts);
		if (kind !== "backward") return;
		const site = (state.frame?.site() as Site | undefined) ?? null;
		if (!this.#counts(site)) return;
		const at = userSite(site);
		const edges = edgesOf((facts.run as { roots: Tensor[] }).roots);
		if (edges.length > 0) this.last = { title: at === null ? "backward" : `backward in line ${lineOf(at)}`, edges };
	}
}

/** Arguments of which nothing is said are tensors that want a gradient: a picture of a function shows the way to all of them. */
const forPicture: Harness = {
	...harness,
	argument(fn, parameter, annotation) {
		const given = harness.argument?.(fn, parameter, annotation);
		if (given !== undefined || annotation !== undefined) return given;
		const tensor = unknownTensor();
		tensor.name = parameter.name;
		tensor.unknownGrad = false;
		tensor.requiresGradFlag = true;
		return py(tensor);
	},
};

/** `name`: a function or a class of the file, dotted for methods; null for the script as a whole. Null: there is no such definition. */
export function graph(program: Program, options: Options, name: string | null): GraphResult | null {
	const definition = name === null ? null : findDefinition(program.entry.module.body, name.split("."));
	if (name !== null && definition === null) return null;
	state.limits = [];
	state.limitKeys = new Set();
	state.onFunction = null;
	state.entered = null;
	const watch = definition === null ? null : new ReturnWatch(definition);
	const inside = (site: Site | null): boolean => {
		if (definition === null) return true;
		for (let s = site; s !== null; s = s.caller) if (s.source === program.entry && s.node.start >= definition.start && s.node.end <= definition.end) return true;
		return false;
	};
	const record = new GraphRecord(inside);
	state.observer = (node, value, source) => {
		record.see(node, value, source);
		watch?.see(node, value);
	};
	const attempt = (work: () => void): Ending => {
		const paths = new PathSet(1);
		preparePath(program, options, paths.next(), false);
		setRecorder(record);
		return runPath("<module>", paths, work);
	};
	try {
		let ending = attempt(() => execModule(state.mainModule!, program.entry));
		let start = definition === null ? (record.last ?? moduleStart()) : found(name!, watch!, record);
		if (start === null && definition !== null) {
			// The script does not get there: the definition is exercised on its own, as `check` does.
			const [first] = name!.split(".");
			ending = attempt(() => {
				const module = loadLibrary(program);
				const root: Root = { name: first!, kind: "function", def: definition };
				const target = findTarget(module, root);
				if (target !== undefined) runRoot(root, target, forPicture);
			});
			start = found(name!, watch!, record);
			if (start !== null && start === record.last) start = { ...start, title: `a training step of ${first!}` };
		}
		const raises = ending.kind === "raise" ? { type: ending.raise!.value.cls.name, line: ending.site === null ? null : lineOf(ending.site) } : null;
		return { graph: start === null ? null : asData(start, parameterNames(record)), raises, limits: state.limits };
	} finally {
		watch?.remove();
		setRecorder(null);
		state.observer = null;
		state.frame = null;
	}
}

function found(name: string, watch: ReturnWatch, record: GraphRecord): Start | null {
	const edges = edgesOf(tensorsIn(watch.last));
	return edges.length > 0 ? { title: `what ${name} returns`, edges } : record.last;
}

/** The newest tensor with a history among the variables of the module. */
function moduleStart(): Start | null {
	let best: { name: string; edge: Edge } | null = null;
	for (const [name, value] of state.mainModule!.dict)
		for (const edge of edgesOf(tensorsIn(value))) if (best === null || edge.node.sequence > best.edge.node.sequence) best = { name, edge };
	return best === null ? null : { title: best.name, edges: [best.edge] };
}

/** Leaves are no graph. */
function edgesOf(tensors: readonly Tensor[]): Edge[] {
	return tensors.filter((t) => requiresGrad(t) && !t.unknownGrad).flatMap((t) => gradientEdge(t) ?? []).filter((edge) => !(edge.node instanceof AccumulateGrad));
}

function tensorsIn(value: Value | undefined, depth = 0): Tensor[] {
	if (depth > 4 || value === undefined) return [];
	if (value instanceof PyTensor) return [value.tensor];
	if (value instanceof PyTuple || value instanceof PyList) return value.items.flatMap((item) => tensorsIn(item, depth + 1));
	if (value instanceof PyDict) return [...value.entries.values()].flatMap(([, item]) => tensorsIn(item, depth + 1));
	return [];
}

/** Breadth first from the roots, so that neighbours have neighbouring numbers. */
function asData({ title, edges: starts }: Start, names: ReadonlyMap<Tensor, string>): Graph {
	const ids = new Map<Node, number>();
	const queue: Node[] = [];
	const idOf = (node: Node): number => {
		let id = ids.get(node);
		if (id === undefined) {
			ids.set(node, (id = queue.length));
			queue.push(node);
		}
		return id;
	};
	const out: Graph = { title, roots: [...new Set(starts.map((edge) => idOf(edge.node)))], nodes: [], edges: [] };
	for (let i = 0; i < queue.length; i++) {
		out.nodes.push(nodeData(i, queue[i]!, names));
		for (const edge of queue[i]!.nextEdges) if (edge !== null) out.edges.push([i, idOf(edge.node), edge.nr]);
	}
	return out;
}

function nodeData(id: number, node: Node, names: ReadonlyMap<Tensor, string>): GraphNode {
	if (node instanceof AccumulateGrad) {
		const { leaf } = node;
		const name = names.get(leaf) ?? leaf.name;
		return { id, name: node.name, op: "", path: null, line: null, saved: [], leaf: { name, shape: leaf.unknownShape ? "[?]" : sizesText(leaf.sizes) } };
	}
	const site = userSite(node.where as Site | null);
	const saved = [...node.saved, ...(node instanceof CopySlices ? (node.inner?.saved ?? []) : [])].filter((one) => !one.isHidden);
	return { id, name: node.name, op: opName(node), path: site?.source.path ?? null, line: site === null ? null : lineOf(site), saved: [...new Set(saved.map((one) => one.name))] };
}
