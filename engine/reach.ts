/** Who gets a gradient: counted for the forward of each module class and for each backward of a file, for an editor's code lenses. */
import type { BackwardRun } from "./autograd/backward.ts";
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
import { PyFunction, type PyInstance, type Site } from "./values/value.ts";

/** Runs of one backward that are looked at. */
const LOOKS = 24;
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
		for (const method of definitionsIn(definition.body))
			if (method.kind === "FunctionDef" && method.name === "forward") into.set(method, name);
		collect(definition.body, `${name}.`, into);
	}
}

/** What one root tells about a node of the file. */
type Told = Omit<Reach, "path" | "start" | "end">;

export class ReachCollector {
	readonly #entry: Source;
	readonly #found = new Map<Span, Told>();
	/** Of the path that is under way. */
	#backwards: Seen[] = [];

	constructor(entry: Source) {
		this.#entry = entry;
	}

	pathStarts(record: PathRecord): void {
		this.#backwards = [];
		const runs = new Map<Span | null, number>();
		// Programs replace parameters later; what counts is who was there.
		record.onBackward = (run, where) => {
			const site = userSite(where);
			const n = (runs.get(site?.node ?? null) ?? 0) + 1;
			runs.set(site?.node ?? null, n);
			if (n <= LOOKS) this.#backwards.push({ run, site, owned: parametersOf([...record.modules].filter(isBuilt)) });
		};
	}

	pathEnds(record: PathRecord, ending: Ending): void {
		record.onBackward = null;
		const unknown = record.of("backward-unknown").length > 0;
		const backwards = this.#backwards;
		this.#backwards = [];
		const raised = new Set(record.of("raise").map(({ where }) => userSite(where)?.node));
		for (const module of [...record.modules].filter(isBuilt)) {
			const forward = module.cls.lookup("forward");
			const name = forward instanceof PyFunction ? forwardsOf(this.#entry.module).get(forward.def as FunctionDef) : undefined;
			if (name === undefined) continue;
			const def = ((forward as PyFunction).def as FunctionDef).nameSpan;
			const at = { of: "forward" as const, name };
			// Of a module built after the last backward nothing is known.
			const last = backwards.at(-1)?.owned.get(module)?.parameters;
			this.#keep(def, { ...at, parameters: unknown || last === undefined ? null : count([last], record.reached) });
		}
		for (const [node, events] of bySite(backwards, this.#entry)) {
			// A backward that raises has not done its work.
			const stops = raised.has(node) || (ending.kind === "raise" && ending.site?.node === node);
			const leaves = new Set(events.flatMap(({ run }) => run.reached));
			const taking = events
				.flatMap(({ owned }) => [...owned.values()])
				.filter(({ isInner, parameters }) => !isInner && parameters.some(({ tensor }) => leaves.has(tensor)));
			const at = { of: "backward" as const, name: null };
			this.#keep(node, {
				...at,
				parameters:
					unknown || stops || taking.length === 0
						? null
						: count(
								taking.map(({ parameters }) => parameters),
								leaves,
							),
			});
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

interface Parameter {
	name: string;
	tensor: Tensor;
	isFrozen: boolean;
}
type Owned = ReadonlyMap<PyInstance, { parameters: readonly Parameter[]; isInner: boolean }>;
/** A backward, and whose parameters there were when it started. */
interface Seen {
	run: BackwardRun;
	site: Site | null;
	owned: Owned;
}

function parametersOf(modules: readonly PyInstance[]): Owned {
	const inner = new Set(
		modules.flatMap((module) => [...namedModules(module)].map(([, child]) => child).filter((child) => child !== module)),
	);
	return new Map(
		modules.map((module) => [
			module,
			{
				parameters: namedParametersIn(module).map(([name, tensor]) => ({ name, tensor, isFrozen: !tensor.requiresGradFlag })),
				isInner: inner.has(module),
			},
		]),
	);
}

/** Backwards of the file by the call they come from. */
function bySite(events: readonly Seen[], entry: Source): Map<Span, Seen[]> {
	const out = new Map<Span, Seen[]>();
	for (const event of events) {
		const { site } = event;
		if (site !== null && site.source === entry) out.set(site.node, [...(out.get(site.node) ?? []), event]);
	}
	return out;
}

function count(lists: readonly (readonly Parameter[])[], reached: ReadonlySet<Tensor>): NonNullable<Reach["parameters"]> {
	const seen = new Set<Tensor>();
	const missing: string[] = [];
	let total = 0;
	let frozen = 0;
	for (const { name, tensor, isFrozen } of lists.flat()) {
		if (seen.has(tensor)) continue;
		seen.add(tensor);
		total++;
		if (isFrozen) frozen++;
		else if (!reached.has(tensor)) missing.push(name);
	}
	return { total, reached: total - frozen - missing.length, frozen, missing: missing.slice(0, NAMED) };
}

/** `super().__init__()` has run everywhere in it. */
function isBuilt(module: PyInstance): boolean {
	for (const [, child] of namedModules(module)) if (table(child, "_parameters") === null) return false;
	return true;
}
