/** Layers that a module builds and whose parameters no backward reaches. */
import { assignmentOf } from "./attributes.ts";
import type { Source } from "../program.ts";
import type { Name, Span } from "../syntax/nodes.ts";
import { classAround, textOf, walk } from "./edits.ts";
import { within } from "./places.ts";
import { parametersIn } from "./modules.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";
import { isModule } from "../torch/nn/module.ts";
import type { PyDict, PyInstance, Value } from "../values/value.ts";

export default rule({
	code: "module-unused",
	severity: "information",
	summary: "a layer is built but takes no part in what is trained",
	why: `Nothing but the constructor mentions the layer: its parameters are in \`parameters()\` and in the optimizer, and get no gradient. Under DistributedDataParallel such parameters end the second iteration with "Expected to have finished reduction in the prior iteration".

**What to do:** use the layer in \`forward\`, or delete it; if it serves another mode only, freeze it meanwhile.`,
	*find(path, run) {
		const { record } = path;
		for (const module of new Set(record.of("virtual-step").map((e) => e.module))) {
			if (!isModule(module)) continue;
			const children = (module as PyInstance).dict.get("_modules") as PyDict;
			for (const [key, child] of children.entries.values()) {
				const name = String(key);
				const params = parametersIn(child as Value).filter((p) => p.requiresGradFlag);
				if (params.length === 0 || params.some((p) => record.reached.has(p))) continue;
				const at = assignmentOf(path, run.source, name, child as Value);
				if (at === null || mentioned(run.source, name, at.statement)) continue;
				yield { site: at.site, message: `\`self.${name} = ${codeOf(at.site)}\` is built and never used: ${params.length} parameter${params.length === 1 ? "" : "s"} without a gradient.` };
			}
		}
	},
});

/** Does anything else in the file touch the attribute, or walk over children without naming them? */
function mentioned(source: Source, name: string, statement: Span): boolean {
	for (const n of walk(source.module)) {
		const a = n as { kind?: string; attr?: string; value?: unknown };
		if (within(n, statement)) continue;
		if (a.kind === "Attribute" && a.attr === name && ofAnotherClass(source, n, statement)) continue;
		if (a.kind === "Attribute" && (a.attr === name || /^(children|modules|named_children|named_modules|_modules|__dict__|apply|get_submodule|add_module)$/.test(a.attr!))) return true;
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
	return cls !== null && own !== null && cls !== own && base?.kind === "Name" && base.id === "self" && !cls.bases.some((b) => textOf(source, b).includes(own.name)) && !own.bases.some((b) => textOf(source, b).includes(cls.name));
}
