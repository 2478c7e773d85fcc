/** A plain tensor or object over a registered parameter, buffer or module. */
import { raised, prediction } from "./raised.ts";
import type { Attribute } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import { sequentialClass } from "../torch/nn/containers.ts";
import { PyClass, PyList, PyTuple, type Site, type Value } from "../values/value.ts";
import { requiresGrad } from "../autograd/view.ts";
import { attributeUses, expressionAt, fix, functionAround, insert, replace, statementAt, textOf, walk } from "./edits.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "module-assign",
	severity: "error",
	summary: "a registered parameter, buffer or child is replaced by something else",
	why: `nn.Module guards its registered names: over a parameter only a Parameter (or None) may be stored. A computed tensor is no parameter.

**What to do:** keep the computed value in a local variable or under another name; to change numbers write \`with torch.no_grad(): p.copy_(t)\`; to make it a function of other parameters use \`torch.nn.utils.parametrize\`.`,
	*find(path) {
		for (const r of raised(
			path,
			"MOD_ASSIGN_PARAM",
			"MOD_ASSIGN_MODULE",
			"MOD_ASSIGN_BUFFER",
			"REGP_TYPE",
			"REGB_TYPE",
			"REGP_NONLEAF",
			"ADDM_TYPE",
		)) {
			if (r.at === null) continue;
			const isChild = r.error.facts?.key === "ADDM_TYPE";
			const spread = isChild ? unpacked(path, r.at) : [];
			const advice = !isChild
				? "Use another name for computed values, or `copy_` under `torch.no_grad()`"
				: spread.length > 0
					? "Unpack the list with `*`"
					: "Containers hold modules only";
			yield {
				site: r.at,
				message: `\`${codeOf(r.at)}\`: ${r.error.message}. ${advice}.`,
				fixes: isChild ? spread : assignFixes(path, r.at),
				...prediction(r),
			};
		}
	},
});

/** `nn.Sequential(layers)` takes the modules themselves. */
function unpacked(path: PathRun, at: Site): Fix[] {
	const call = expressionAt(at.source, at.node);
	if (call?.kind !== "Call" || call.args.length !== 1 || !isSequential(path.record.values.get(call.func))) return [];
	const [given] = call.args;
	const v = path.record.values.get(given!);
	return v instanceof PyList || v instanceof PyTuple || given!.kind === "ListComp"
		? [fix("Unpack the list", "safe", [insert(at.source, given!.start, "*")])]
		: [];
}

const isSequential = (v: Value | undefined): boolean => v instanceof PyClass && v.isSubclassOf(sequentialClass);

/** A computed value gets a local name; plain numbers become a Parameter. */
function assignFixes(path: PathRun, at: Site): Fix[] {
	const { source } = at;
	const s = statementAt(source, at.node);
	if (s?.kind !== "Assign" || s.targets.length !== 1 || s.targets[0]!.kind !== "Attribute") return [];
	const target = s.targets[0] as Attribute;
	const value = path.record.values.get(s.value);
	const fn = functionAround(source, s);
	if (value instanceof PyTensor && !requiresGrad(value.tensor)) {
		const prefix = /^\s*(import torch\.nn as nn|from torch import (?:.*\b)?nn\b)/m.test(source.text) ? "nn." : "torch.nn.";
		return [fix("Wrap it in a Parameter", "safe", [replace(source, s.value, `${prefix}Parameter(${textOf(source, s.value)})`)])];
	}
	if (fn === null || target.value.kind !== "Name" || target.value.id !== "self") return [];
	const taken = new Set([...walk(fn)].flatMap((n) => ("id" in n ? [n.id as string] : "name" in n ? [n.name as string] : [])));
	let local = target.attr.replace(/^_+/, "");
	while (taken.has(local)) local += "_";
	const later = [...attributeUses(fn, "self", target.attr)].filter((u) => u.start > s.end);
	return [
		fix(`Keep it in a local variable \`${local}\``, "safe", [
			replace(source, target, local),
			...later.map((u) => replace(source, u, local)),
		]),
	];
}
