/** Who gets a gradient: counted for the forward of each module class and for each backward of a file, for an editor's code lenses. */
import type { Tensor } from "./autograd/tensor.ts";
import { definitionsIn } from "./graph-returns.ts";
import type { Ending } from "./interp/record.ts";
import type { Source } from "./program.ts";
import type { PathRecord } from "./record/record.ts";
import type { Reach } from "./report/report.ts";
import { namedParametersIn } from "./rules/modules.ts";
import { userSite } from "./rules/words.ts";
import type { FunctionDef, Span, Stmt } from "./syntax/nodes.ts";
import { namedModules, table } from "./torch/nn/module.ts";
import { PyFunction, type PyInstance } from "./values/value.ts";

/** Names shown of those that get nothing. */
const NAMED = 8;

export class ReachCollector {
	readonly #entry: Source;
	/** Forward methods of the file, with their class's dotted name. */
	readonly #forwards = new Map<FunctionDef, string>();
	readonly #found = new Map<Span, Reach>();

	constructor(entry: Source) {
		this.#entry = entry;
		this.#collect(entry.module.body, "");
	}

	#collect(body: readonly Stmt[], prefix: string): void {
		for (const definition of definitionsIn(body)) {
			if (definition.kind !== "ClassDef") continue;
			const name = `${prefix}${definition.name}`;
			for (const method of definitionsIn(definition.body)) if (method.kind === "FunctionDef" && method.name === "forward") this.#forwards.set(method, name);
			this.#collect(definition.body, `${name}.`);
		}
	}

	pathEnds(record: PathRecord, ending: Ending): void {
		const unknown = record.of("backward-unknown").length > 0;
		const backwards = record.of("backward");
		const modules = [...record.modules].filter(isBuilt);
		for (const module of modules) {
			const forward = module.cls.lookup("forward");
			const name = forward instanceof PyFunction ? this.#forwards.get(forward.def as FunctionDef) : undefined;
			if (name === undefined) continue;
			const def = (forward as PyFunction).def as FunctionDef;
			const at = { path: this.#entry.path, start: def.nameSpan.start, end: def.nameSpan.end, of: "forward" as const, name };
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
			const at = { path: this.#entry.path, start: node.start, end: node.end, of: "backward" as const, name: null };
			this.#keep(node, { ...at, parameters: unknown || stops || taking.length === 0 ? null : count(taking, leaves) });
		}
	}

	/** Of several instances and paths the one that gets most speaks. */
	#keep(key: Span, reach: Reach): void {
		const known = this.#found.get(key);
		const rank = ({ parameters }: Reach) => (parameters === null ? -1 : parameters.reached / Math.max(1, parameters.total));
		if (known === undefined || rank(reach) > rank(known)) this.#found.set(key, reach);
	}

	reaches(): Reach[] {
		return [...this.#found.values()].sort((a, b) => a.start - b.start);
	}
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
