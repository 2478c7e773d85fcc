/**
 * The autograd graph of a program as plain data: what its last backward goes through, or what led to the last tensor that a
 * function returned or the module holds.
 */
import { AccumulateGrad, type Edge } from "./autograd/node.ts";
import type { Tensor } from "./autograd/tensor.ts";
import { gradientEdge, requiresGrad } from "./autograd/view.ts";
import { graphData } from "./graph-build.ts";
import type { Graph } from "./graph-data.ts";
import { harness } from "./harness.ts";
import { execModule } from "./interp/imports.ts";
import { PathSet } from "./interp/paths.ts";
import { findTarget, type Harness, loadLibrary, type Root, runRoot } from "./interp/roots.ts";
import { preparePath, runPath } from "./interp/session.ts";
import { state } from "./interp/state.ts";
import { unknownTensor } from "./ops/unknown-results.ts";
import type { Options, Program } from "./program.ts";
import { PathRecord } from "./record/record.ts";
import { setRecorder } from "./record/recorder.ts";
import type { PathRun } from "./rules/rule.ts";
import type { Limit } from "./report/report.ts";
import { parameterNames } from "./graph-names.ts";
import { findDefinition, ReturnWatch } from "./graph-returns.ts";
import { type Cuts, cutsOf } from "./rules/cuts.ts";
import { lineOf, userSite } from "./rules/words.ts";
import type { FunctionDef, Span } from "./syntax/nodes.ts";
import { py, PyTensor } from "./values/tensor.ts";
import { PyDict, PyList, PyTuple, type Site, type Value } from "./values/value.ts";

export interface GraphResult {
	/** Null when nothing the program computed has a graph. */
	graph: Graph | null;
	/** The program raises: type and line. What was computed until then is still drawn. */
	raises: { type: string; line: number | null } | null;
	limits: Limit[];
}

/** What is drawn. */
export interface GraphTarget {
	/** A function or a class of the file, dotted for methods; null for the script as a whole. */
	name: string | null;
	/** A backward in here is what is wanted, if there is any. */
	near?: Span;
}

/** What a graph starts from: edges into it, and values that have none because they were cut off. */
interface Start {
	title: string;
	edges: Edge[];
	gone: Tensor[];
}

/** The last backward, remembered at the moment it starts: in-place operations may give its roots other histories later. */
class GraphRecord extends PathRecord {
	last: Start | null = null;
	lastNear: Start | null = null;
	readonly #counts: (where: Site | null) => boolean;
	readonly #isNear: (where: Site | null) => boolean;
	constructor(counts: (where: Site | null) => boolean, isNear: (where: Site | null) => boolean) {
		super();
		this.#counts = counts;
		this.#isNear = isNear;
	}
	override event(kind: string, facts: Record<string, unknown>): void {
		super.event(kind, facts);
		if (kind !== "backward") return;
		const site = (state.frame?.site() as Site | undefined) ?? null;
		if (!this.#counts(site)) return;
		const at = userSite(site);
		const edges = edgesOf((facts.run as { roots: Tensor[] }).roots);
		if (edges.length === 0) return;
		this.last = { title: at === null ? "backward" : `backward in line ${lineOf(at)}`, edges, gone: [] };
		if (this.#isNear(site)) this.lastNear = this.last;
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

/** Null: there is no such definition. */
export function graph(program: Program, options: Options, { name, near }: GraphTarget): GraphResult | null {
	const definition = name === null ? null : findDefinition(program.entry.module.body, name.split("."));
	if (name !== null && definition === null) return null;
	state.limits = [];
	state.limitKeys = new Set();
	state.onFunction = null;
	state.entered = null;
	const watch = definition === null ? null : new ReturnWatch(definition);
	const within = (span: Span | undefined | null) => (site: Site | null) => {
		for (let s = site; s !== null && span; s = s.caller)
			if (s.source === program.entry && s.node.start >= span.start && s.node.end <= span.end) return true;
		return false;
	};
	const record = new GraphRecord(definition === null ? () => true : within(definition), within(near));
	state.observer = (node, value, source) => {
		record.see(node, value, source);
		watch?.see(node, value);
	};
	const script: Root = { name: "<module>", kind: "script", def: null, parts: [] };
	const attempt = (root: Root, work: () => void): PathRun => {
		const paths = new PathSet(1);
		preparePath(program, options, paths.next(), false);
		setRecorder(record);
		const ending = runPath("<module>", paths, work);
		return { root, path: 0, decisions: 0, source: program.entry, record, ending, warnings: [] };
	};
	try {
		let path = attempt(script, () => execModule(state.mainModule!, program.entry));
		let start = record.lastNear ?? (definition === null ? (record.last ?? moduleStart(cutsOf(path))) : found(name!, watch!, record, path));
		if (start === null && definition !== null) {
			// The script does not get there: the definition is exercised on its own, as `check` does.
			const [first] = name!.split(".");
			const root: Root = { name: first!, kind: "function", def: definition, parts: [definition] };
			path = attempt(root, () => {
				const target = findTarget(loadLibrary(program), root);
				if (target !== undefined) runRoot(root, target, forPicture);
			});
			start = record.lastNear ?? found(name!, watch!, record, path);
			if (start !== null && start === record.last) start = { ...start, title: `a training step of ${first!}` };
		}
		const { ending } = path;
		const raises =
			ending.kind === "raise" ? { type: ending.raise!.value.cls.name, line: ending.site === null ? null : lineOf(ending.site) } : null;
		const place = definition === null ? null : { source: program.entry, span: definition as FunctionDef };
		return { graph: start === null ? null : graphData(start, path, parameterNames(record), place), raises, limits: state.limits };
	} finally {
		watch?.remove();
		setRecorder(null);
		state.observer = null;
		state.frame = null;
	}
}

function found(name: string, watch: ReturnWatch, record: GraphRecord, path: PathRun): Start | null {
	const tensors = tensorsIn(watch.last);
	const title = `what ${name} returns`;
	const edges = edgesOf(tensors);
	if (edges.length > 0) return { title, edges, gone: [] };
	if (record.last !== null) return record.last;
	const gone = goneOf(tensors, cutsOf(path));
	return gone.length > 0 ? { title, edges, gone } : null;
}

/** The newest tensor with a history among the variables of the module, else the newest that lost its history. */
function moduleStart(cuts: Cuts): Start | null {
	let best: { name: string; edge: Edge } | null = null;
	let lost: { name: string; tensor: Tensor } | null = null;
	for (const [name, value] of state.mainModule!.dict) {
		const tensors = tensorsIn(value);
		for (const edge of edgesOf(tensors)) if (best === null || edge.node.sequence > best.edge.node.sequence) best = { name, edge };
		for (const tensor of goneOf(tensors, cuts)) if (lost === null || tensor.id > lost.tensor.id) lost = { name, tensor };
	}
	if (best !== null) return { title: best.name, edges: [best.edge], gone: [] };
	return lost === null ? null : { title: lost.name, edges: [], gone: [lost.tensor] };
}

/** Tensors that would have a graph if nothing had cut it. */
function goneOf(tensors: readonly Tensor[], cuts: Cuts): Tensor[] {
	return tensors.filter((t) => !requiresGrad(t) && !t.unknownGrad && cuts.behind(t) !== null);
}

/** Leaves are no graph. */
function edgesOf(tensors: readonly Tensor[]): Edge[] {
	return tensors
		.filter((t) => requiresGrad(t) && !t.unknownGrad)
		.flatMap((t) => gradientEdge(t) ?? [])
		.filter((edge) => !(edge.node instanceof AccumulateGrad));
}

function tensorsIn(value: Value | undefined, depth = 0): Tensor[] {
	if (depth > 4 || value === undefined) return [];
	if (value instanceof PyTensor) return [value.tensor];
	if (value instanceof PyTuple || value instanceof PyList) return value.items.flatMap((item) => tensorsIn(item, depth + 1));
	if (value instanceof PyDict) return [...value.entries.values()].flatMap(([, item]) => tensorsIn(item, depth + 1));
	return [];
}
