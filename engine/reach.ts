/** Who gets a gradient: counted for the forward of each module class and for each backward of a file, for an editor's code lenses. */
import type { Tensor } from "./autograd/tensor.ts";
import { definitionsIn } from "./graph-returns.ts";
import type { Ending } from "./interp/record.ts";
import type { Source } from "./program.ts";
import type { PathRecord } from "./record/record.ts";
import type { Reach } from "./report/report.ts";
import { namedParametersIn } from "./rules/modules.ts";
import { userSite } from "./rules/words.ts";
import type { FunctionDef, Module, Span, Stmt } from "./syntax/nodes.ts";
import { namedModules, table } from "./torch/nn/module.ts";
import { PyFunction, type PyInstance } from "./values/value.ts";

/** Names shown of those that get nothing. */
const NAMED = 8;

/** Forward methods of a file, with their class's dotted name. */
const tables = new WeakMap<Module, Map<FunctionDef, string>>();
function forwardsOf(module: Module): Map<FunctionDef, string> {
	let found = tables.get(module);
	if (found === undefined) {
		found = new Map();
		collect(module.body, "", found);
		tables.set(module, found);
	}
	return found;
}
function collect(body: readonly Stmt[], prefix: string, into: Map<FunctionDef, string>): void {
	for (const definition of definitionsIn(body)) {
		if (definition.kind !== "ClassDef") continue;
		const name = `${prefix}${definition.name}`;
		for (const method of definitionsIn(definition.body)) if (method.kind === "FunctionDef" && method.name === "forward") into.set(method, name);
		collect(definition.body, `${name}.`, into);
	}
}

/** What one root tells about a node of the file. */
type Told = Omit<Reach, "path" | "start" | "end">;

export class ReachCollector {
	readonly #entry: Source;
	readonly #found = new Map<Span, Told>();

	constructor(entry: Source) {
		this.#entry = entry;
	}

	pathEnds(record: PathRecord, ending: Ending): void {
		const unknown = record.of("backward-unknown").length > 0;
		const backwards = record.of("backward");
		const modules = [...record.modules].filter(isBuilt);
		for (const module of modules) {
			const forward = module.cls.lookup("forward");
			const name = forward instanceof PyFunction ? forwardsOf(this.#entry.module).get(forward.def as FunctionDef) : undefined;
			if (name === undefined) continue;
			const def = ((forward as PyFunction).def as FunctionDef).nameSpan;
			const at = { of: "forward" as const, name };
			if (unknown || backwards.length === 0) this.#keep(def, { ...at, parameters: null });
			else this.#keep(def, { ...at, parameters: count([module], record.reached) });
		}
		const inner = new Set(modules.flatMap((module) => [...namedModules(module)].map(([, child]) => child).filter((child) => child !== module)));
		const tops = modules.filter((module) => !inner.has(module));
		const reached = new Map<Span, Set<Tensor>>();
		for (const { where, run } of backwards) {
			const site = userSite(where);
			if (site === null || site.source !== this.#entry) continue;
			const all = reached.get(site.node) ?? new Set();
			for (const t of run.reached) all.add(t);
			reached.set(site.node, all);
		}
		for (const [node, leaves] of reached) {
			// A backward that raises has not done its work.
			const stops = ending.kind === "raise" && ending.site?.node === node;
			const taking = tops.filter((module) => namedParametersIn(module).some(([, t]) => leaves.has(t)));
			const at = { of: "backward" as const, name: null };
			this.#keep(node, { ...at, parameters: unknown || stops || taking.length === 0 ? null : count(taking, leaves) });
		}
	}

	#keep(key: Span, told: Told): void {
		better(this.#found, key, told);
	}
	get entry(): Source {
		return this.#entry;
	}
	get found(): ReadonlyMap<Span, Told> {
		return this.#found;
	}
}

/** Of several instances, paths and roots the one that gets most speaks. */
function better(found: Map<Span, Told>, key: Span, told: Told): void {
	const known = found.get(key);
	const rank = ({ parameters }: Told) => (parameters === null ? -1 : parameters.reached / Math.max(1, parameters.total));
	if (known === undefined || rank(told) > rank(known)) found.set(key, told);
}
/** What all roots tell, where the nodes are now. */
export function mergedReaches(collectors: readonly ReachCollector[]): Reach[] {
	const all = new Map<Span, Told>();
	for (const { found } of collectors) for (const [key, told] of found) better(all, key, told);
	const path = collectors[0]?.entry.path ?? "";
	return [...all].map(([{ start, end }, told]) => ({ path, start, end, ...told })).sort((a, b) => a.start - b.start);
}

function count(modules: readonly PyInstance[], reached: ReadonlySet<Tensor>): NonNullable<Reach["parameters"]> {
	const seen = new Set<Tensor>();
	const missing: string[] = [];
	let total = 0;
	let frozen = 0;
	for (const [name, t] of modules.flatMap((module) => namedParametersIn(module))) {
		if (seen.has(t)) continue;
		seen.add(t);
		total++;
		if (!t.requiresGradFlag) frozen++;
		else if (!reached.has(t)) missing.push(name);
	}
	return { total, reached: total - frozen - missing.length, frozen, missing: missing.slice(0, NAMED) };
}

/** `super().__init__()` has run everywhere in it. */
function isBuilt(module: PyInstance): boolean {
	for (const [, child] of namedModules(module)) if (table(child, "_parameters") === null) return false;
	return true;
}
