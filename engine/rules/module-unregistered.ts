/** Layers or parameters that a module uses but does not register: `parameters()` and `state_dict()` do not know them. */
import type { Tensor } from "../autograd/tensor.ts";
import type { Source } from "../program.ts";
import type { ClassDef, Expr, Return } from "../syntax/nodes.ts";
import { parametersIn } from "./modules.ts";
import { isModule, namedModules } from "../torch/nn/module.ts";
import { PyTensor } from "../values/tensor.ts";
import { PyDict, type PyInstance, PyList, PyTuple, type Site, type Value } from "../values/value.ts";
import { assignmentOf } from "./attributes.ts";
import { classAround, fix, replace, textOf, walk } from "./edits.ts";
import { makesParameter } from "./fix-functional.ts";
import { leavesOf } from "./flow.ts";
import { type Fix, oncePerPath, type PathRun, rule } from "./rule.ts";
import { codeOf, userSite } from "./words.ts";
import { within } from "./places.ts";

export default rule({
	code: "module-unregistered",
	severity: "warning",
	summary: "layers or parameters of a module are not registered, so nothing trains or saves them",
	why: `A module registers what is assigned to \`self\` as a Module or a Parameter itself. Layers in a plain list, tuple or dict, a tensor with \`requires_grad=True\`, and \`nn.Parameter(...).to(device)\` (which is a computed tensor) are not registered: \`parameters()\`, \`state_dict()\`, \`.to()\` and the optimizer pass them by.

**What to do:** \`nn.ModuleList\`, \`nn.ModuleDict\`, \`nn.ParameterList\`; \`nn.Parameter(t.to(device))\`; \`register_buffer\` for constants.`,
	*find(path) {
		for (const { attr, value, found } of overlooked(path)) {
			const at = assignmentOf(path, attr, value);
			if (at === null || (path.record.of("virtual-step").length > 0 && handsOut(at.site, attr))) continue;
			yield {
				site: at.site,
				message: `\`self.${attr} = ${codeOf(at.site)}\`: ${kindOf(value)}, so \`parameters()\` misses ${found === 1 ? "it" : `${found} tensors`} and no optimizer trains ${found === 1 ? "it" : "them"}. ${adviceFor(value)}`,
				fixes: registering(path, at.site.source, at.site.node as Expr, value),
				steps: [],
			};
		}
	},
});

/** A class that gives the tensor to an optimizer itself (`return SGD([self.w, self.b])`), which is not made where the class is only exercised. */
function handsOut(site: Site, attr: string): boolean {
	const cls = classAround(site.source, site.node);
	const isIt = (e: Expr): boolean => e.kind === "Attribute" && e.attr === attr && e.value.kind === "Name" && e.value.id === "self";
	const holdsIt = (e: Expr | null): boolean => e !== null && (e.kind === "List" || e.kind === "Tuple") && e.elts.some(isIt);
	return (
		cls !== null &&
		(walk(cls) as (Return | Expr)[]).some((n) => {
			if (n.kind === "Return") return holdsIt(n.value);
			if (n.kind !== "Call" || !/^(.*\.)?[A-Z]\w*$/.test(textOf(site.source, n.func))) return false;
			return n.args.some(holdsIt) || n.keywords.some((k) => holdsIt(k.value));
		})
	);
}

interface Overlooked {
	attr: string;
	value: Value;
	/** How many trainable tensors it holds. */
	found: number;
}
/** Attributes with trainable tensors that neither the module's own tables nor an optimizer know. */
const overlooked = oncePerPath((path): Overlooked[] => {
	const { record } = path;
	const out: Overlooked[] = [];
	const modules = [...record.modules].filter((m) => m.cls.isUser);
	if (modules.length === 0) return out;
	const optimizers = record.of("optimizer", "optimizer-group");
	const empty = record.of("raise").some((e) => e.error.facts?.key === "OPT_EMPTY");
	const virtual = record.of("virtual-step").length > 0;
	if (optimizers.length === 0 && !empty && !virtual) return out;
	const held = new Set<Tensor>();
	for (const e of record.of("optimizer-step")) for (const p of e.params) held.add(p);
	for (const e of record.of("optimizer-group")) for (const t of tensorsIn(e.params)) held.add(t);
	const owners = new Map<Tensor, PyInstance[]>();
	for (const m of record.modules) for (const p of parametersIn(m)) owners.set(p, [...(owners.get(p) ?? []), m]);
	for (const m of modules) {
		for (const [attr, value] of m.dict) {
			if (attr.startsWith("_parameters") || attr.startsWith("_modules") || attr.startsWith("_buffers") || attr.endsWith("_hooks")) continue;
			const inside = modulesIn(value);
			const found = unregistered(value).filter((t) => !held.has(t) && !(owners.get(t) ?? []).some((o) => !inside.has(o)));
			if (found.length === 0) continue;
			// What no backward reaches needs no registration, unless the optimizer just complained about nothing to train.
			if (empty || found.some((t) => record.reached.has(t))) out.push({ attr, value, found: found.length });
		}
	}
	return out;
});

/** Trainable tensors an attribute holds without being a Parameter or Module itself. */
function unregistered(value: Value): Tensor[] {
	if (value instanceof PyTensor) {
		const t = value.tensor;
		if (t.gradFn !== null) return leafBelow(t);
		return t.requiresGradFlag && !t.unknownGrad ? [t] : [];
	}
	if (value instanceof PyList || value instanceof PyTuple || value instanceof PyDict) return tensorsIn(value);
	return [];
}
/** `nn.Parameter(...).double()`, `nn.Parameter(...) * 0.1`: computed in one breath from a Parameter that nobody else holds. */
function leafBelow(t: Tensor): Tensor[] {
	const leaves = [...leavesOf(t)];
	if (/^(_to_copy|to|copy)\b/.test(t.gradFn!.op.replace(/^_+(?!to_copy)/, ""))) return leaves;
	const [made, leaf] = [userSite(t.gradFn!.where as Site | null), userSite((leaves[0]?.where ?? null) as Site | null)];
	return leaves.length === 1 && made !== null && leaf !== null && within(leaf.node, made.node) ? leaves : [];
}
function tensorsIn(value: Value, depth = 0): Tensor[] {
	if (depth > 3) return [];
	if (isModule(value)) return parametersIn(value).filter((t) => t.requiresGradFlag);
	if (value instanceof PyTensor) return value.tensor.requiresGradFlag && value.tensor.gradFn === null ? [value.tensor] : [];
	if (value instanceof PyList || value instanceof PyTuple) return value.items.flatMap((v) => tensorsIn(v, depth + 1));
	if (value instanceof PyDict) return [...value.entries.values()].flatMap(([, v]) => tensorsIn(v, depth + 1));
	return [];
}
/** The modules a container holds, with all below them. */
function modulesIn(value: Value, out: Set<PyInstance> = new Set(), depth = 0): Set<PyInstance> {
	if (depth > 3) return out;
	if (isModule(value)) for (const [, m] of namedModules(value as PyInstance)) out.add(m);
	else if (value instanceof PyList || value instanceof PyTuple) for (const v of value.items) modulesIn(v, out, depth + 1);
	else if (value instanceof PyDict) for (const [, v] of value.entries.values()) modulesIn(v, out, depth + 1);
	return out;
}
const holdsModules = (v: Value): boolean =>
	v instanceof PyList || v instanceof PyTuple
		? v.items.some(isModule)
		: v instanceof PyDict && [...v.entries.values()].some(([, x]) => isModule(x));

function kindOf(v: Value): string {
	if (v instanceof PyTensor)
		return v.tensor.gradFn === null ? "a plain tensor is not registered" : "this is a computed tensor, not the Parameter";
	return `what a plain ${v instanceof PyDict ? "dict" : v instanceof PyTuple ? "tuple" : "list"} holds is not registered`;
}
function adviceFor(v: Value): string {
	if (v instanceof PyTensor) return v.tensor.gradFn === null ? "Use `nn.Parameter`." : "Convert the tensor before `nn.Parameter`.";
	return `Use \`nn.${holdsModules(v) ? "Module" : "Parameter"}${v instanceof PyDict ? "Dict" : "List"}\`.`;
}

function registering(path: PathRun, source: Source, value: Expr, v: Value): Fix[] {
	const prefix = nnPrefix(source, value);
	if (v instanceof PyList || v instanceof PyTuple || v instanceof PyDict) {
		const name = `${prefix}${holdsModules(v) ? "Module" : "Parameter"}${v instanceof PyDict ? "Dict" : "List"}`;
		return [fix(`Use \`${name}\``, "safe", [replace(source, value, `${name}(${textOf(source, value)})`)])];
	}
	if (value.kind !== "Call") return [];
	if (value.func.kind === "Attribute" && value.func.value.kind === "Call" && makesParameter(path, value.func.value.func)) {
		const made = value.func.value;
		const inner = made.args[0];
		if (inner === undefined || made.args.length !== 1) return [];
		const call = source.text.slice(value.func.value.end, value.end);
		return [
			fix("Convert before `nn.Parameter`", "safe", [
				replace(source, value, `${textOf(source, made.func)}(${textOf(source, inner)}${call}${source.text.slice(inner.end, made.end)}`),
			]),
		];
	}
	const flag = value.keywords.find((k) => k.arg === "requires_grad");
	if (flag === undefined)
		return value.func.kind === "Attribute" && value.func.attr === "requires_grad_"
			? [fix("Make it a Parameter", "safe", [replace(source, value, `${prefix}Parameter(${textOf(source, value.func.value)})`)])]
			: [];
	const parts = [...value.args, ...value.keywords].sort((a, b) => a.start - b.start);
	const i = parts.findIndex((p) => p.start === flag.start);
	const without = source.text.slice(value.start, i > 0 ? parts[i - 1]!.end : flag.start) + source.text.slice(flag.end, value.end);
	return [fix("Make it a Parameter", "safe", [replace(source, value, `${prefix}Parameter(${without})`)])];
}
/** `nn.` or `torch.nn.`, as the class's base is written. */
function nnPrefix(source: Source, at: Expr): string {
	const cls: ClassDef | null = classAround(source, at);
	for (const b of cls?.bases ?? []) {
		const m = /^(.*\.)Module$/.exec(textOf(source, b));
		if (m !== null) return m[1]!;
	}
	return /^\s*(import torch\.nn as nn|from torch import (?:.*\b)?nn\b)/m.test(source.text) ? "nn." : "torch.nn.";
}
