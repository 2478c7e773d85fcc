/** Layers that a module builds and whose parameters no backward reaches. */
import { assignmentOf } from "./attributes.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Source } from "../program.ts";
import type { Attribute, Call, Expr, Name, Span } from "../syntax/nodes.ts";
import { cutsOf } from "./cuts.ts";
import { classAround, fix, removeStatement, statementAt, textOf, walk } from "./edits.ts";
import { allBackwardsKnown } from "./flow.ts";
import { listed, plural } from "./names.ts";
import { trainedSets } from "./trained.ts";
import { within } from "./places.ts";
import { parametersIn } from "./modules.ts";
import { type Draft, type Fix, oncePerPath, type PathRun, rule } from "./rule.ts";
import { prediction, raised } from "./raised.ts";
import { codeOf, lineText } from "./words.ts";
import { isModule } from "../torch/nn/module.ts";
import type { PyDict, PyInstance, Site, Value } from "../values/value.ts";

export default rule({
	code: "module-unused",
	severity: "information",
	summary: "a layer is built but takes no part in what is trained",
	why: `Nothing but the constructor mentions the layer: its parameters are in \`parameters()\` and in the optimizer, and get no gradient. Under DistributedDataParallel such parameters end the second iteration with "Expected to have finished reduction in the prior iteration".

**What to do:** use the layer in \`forward\`, or delete it; if it serves another mode only, freeze it meanwhile.`,
	*find(path, run) {
		const waiting = [...raised(path, "DDP_UNUSED")].find((r) => r.at !== null);
		// DistributedDataParallel turns what is only odd into an exception.
		const under = (message: string, site: Site, count: number): Pick<Draft, "message" | "severity" | "predicts"> =>
			waiting === undefined
				? { message }
				: {
						message: `${message} \`DistributedDataParallel\` waits for ${count === 1 ? "it" : "them"}: the next \`${codeOf(waiting.at!)}\` (${lineText(waiting.at!, site)}) raises.`,
						severity: "error",
						...prediction(waiting),
					};
		for (const { name, child, params } of untrained(path)) {
			const at = assignmentOf(path, name, child);
			if (at === null || [...path.record.sources].some((source) => mentioned(source, name, at.statement))) continue;
			yield {
				site: at.site,
				...under(
					`\`self.${name} = ${codeOf(at.site)}\` is built and never used: ${params} parameter${params === 1 ? "" : "s"} without a gradient.`,
					at.site,
					params,
				),
				fixes: removed(at.site, name),
			};
		}
		const told = new Set<Tensor>();
		for (const { call, attribute, params } of dropped(path)) {
			if (params.some((p) => told.has(p))) continue;
			// Another place may use it in another mode.
			if (
				[...walk(run.source.module)].some(
					(n) =>
						n.kind === "Attribute" &&
						(n as unknown as Attribute).attr === attribute.attr &&
						n !== attribute &&
						!ofAnotherClass(run.source, n, attribute) &&
						!path.record.values.has(n as unknown as Expr),
				)
			)
				continue;
			for (const p of params) told.add(p);
			const site: Site = { source: run.source, node: call, caller: null, inFunction: "", isUser: true };
			yield {
				site,
				...under(
					`\`${codeOf(site)}\` goes into no loss: ${listed(path, params)} ${plural(params, "is", "are")} in the optimizer and ${plural(params, "gets", "get")} no gradient.`,
					site,
					params.length,
				),
			};
		}
	},
});

/** The line that builds it goes. */
function removed({ source, node }: Site, name: string): Fix[] {
	const s = statementAt(source, node);
	if (s?.kind !== "Assign" || s.targets.length !== 1 || s.targets[0]!.kind !== "Attribute") return [];
	return [fix(`Remove \`${name}\``, "unsafe", [removeStatement(source, s)])];
}

/** Children of trained modules, none of whose parameters a backward reaches. */
const untrained = oncePerPath((path) => {
	const { record } = path;
	const out: { name: string; child: Value; params: number }[] = [];
	for (const module of new Set([...record.of("virtual-step").map((e) => e.module), ...steppedModules(path)])) {
		if (!isModule(module)) continue;
		const children = (module as PyInstance).dict.get("_modules") as PyDict;
		for (const [key, child] of children.entries.values()) {
			const params = parametersIn(child as Value).filter((p) => p.requiresGradFlag);
			if (params.length > 0 && !params.some((p) => record.reached.has(p)))
				out.push({ name: String(key), child: child as Value, params: params.length });
		}
	}
	return out;
});

/** The user's own modules of which an optimizer steps some parameter. */
function steppedModules(path: PathRun): PyInstance[] {
	if (!allBackwardsKnown(path)) return [];
	const held = new Set(trainedSets(path).flatMap((s) => s.params));
	const own = held.size === 0 ? [] : [...path.record.modules].filter((m) => m.cls.isUser);
	return own.filter((m) => parametersIn(m).some((p) => held.has(p) && path.record.reached.has(p)));
}

interface Dropped {
	call: Expr;
	attribute: Attribute;
	params: Tensor[];
}
/** `z = self.fc2(h)`, and no loss contains `z`: the layer runs for nothing, in all that the script does with it. */
const dropped = oncePerPath((path): Dropped[] => {
	const { record } = path;
	const out: Dropped[] = [];
	if (path.decisions > 0 || !allBackwardsKnown(path)) return out;
	const held = new Set<Tensor>(
		trainedSets(path)
			.filter((s) => !s.virtual)
			.flatMap((s) => s.params),
	);
	const idle = new Set([...held].filter((p) => p.requiresGradFlag && p.grad === null && !record.reached.has(p)));
	if (idle.size === 0 || idle.size === held.size) return out;
	for (const cut of cutsOf(path).all(record.of("backward").flatMap((b) => b.run.roots)))
		for (const p of [...cut.leaves, ...cut.from]) idle.delete(p);
	for (const [node, value] of record.values) {
		const params = node.kind === "Attribute" && isModule(value) ? parametersIn(value) : [];
		if (params.length === 0 || params.some((p) => !idle.has(p))) continue;
		const attribute = node as Attribute;
		const call = callOf(path.source, attribute);
		if (call === null || !record.values.has(call)) continue;
		out.push({ call, attribute, params });
	}
	return out;
});
/** The call whose function the attribute is. */
function callOf(source: Source, attribute: Attribute): Expr | null {
	const s = statementAt(source, attribute);
	if (s === null) return null;
	for (const n of walk(s)) if (n.kind === "Call" && (n as unknown as Call).func === attribute) return n as unknown as Expr;
	return null;
}

/** Does anything else in the file touch the attribute, or walk over children without naming them? */
function mentioned(source: Source, name: string, statement: Span): boolean {
	for (const n of walk(source.module)) {
		const a = n as { kind?: string; attr?: string; value?: unknown };
		if (within(n, statement)) continue;
		if (a.kind === "Attribute" && a.attr === name && ofAnotherClass(source, n, statement)) continue;
		if (
			a.kind === "Attribute" &&
			(a.attr === name ||
				/^(children|modules|named_children|named_modules|_modules|__dict__|apply|get_submodule|add_module)$/.test(a.attr!))
		)
			return true;
		if (a.kind === "Name" && /^(getattr|vars|setattr)$/.test((n as unknown as Name).id)) return true;
		if (a.kind === "Constant" && a.value === name) return true;
	}
	return false;
}

/** `self.name` of a class that has nothing to do with this one. */
function ofAnotherClass(source: Source, n: Span, statement: Span): boolean {
	const own = classAround(source, statement);
	const cls = classAround(source, n);
	const base = (n as { value?: { kind?: string; id?: string } }).value;
	return (
		cls !== null &&
		own !== null &&
		cls !== own &&
		base?.kind === "Name" &&
		base.id === "self" &&
		!cls.bases.some((b) => textOf(source, b).includes(own.name)) &&
		!own.bases.some((b) => textOf(source, b).includes(cls.name))
	);
}
