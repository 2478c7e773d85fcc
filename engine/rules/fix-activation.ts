/** `inplace=True` in a layer's constructor: the layer that wrote is built without it. */
import type { Fix } from "../report/report.ts";
import type { Call, Expr } from "../syntax/nodes.ts";
import { isModule, namedModules } from "../torch/nn/module.ts";
import type { PyInstance, Site } from "../values/value.ts";
import { expressionAt, fix, replace, walk } from "./edits.ts";
import type { PathRun } from "./rule.ts";

/** In-place layers below the module that is called at the place. */
export function inplaceLayers(path: PathRun, at: Site): PyInstance[] {
	const call = expressionAt(at.source, at.node);
	if (call?.kind !== "Call") return [];
	const called = path.record.values.get(call.func);
	if (!isModule(called ?? null)) return [];
	const out: PyInstance[] = [];
	for (const [, m] of namedModules(called as PyInstance)) if (m.dict.get("inplace") === true) out.push(m);
	return out;
}

export function activationFixes(path: PathRun, at: Site): Fix[] {
	const out: Fix[] = [];
	for (const layer of inplaceLayers(path, at)) {
		const site = userConstructor(layer.site);
		if (site === null) continue;
		const call = constructorCall(path, site, layer);
		const flag = call?.keywords.find((k) => k.arg === "inplace")?.value ?? onlyTrue(call);
		if (flag === undefined) continue;
		out.push(fix(`Build this \`${layer.cls.name}\` with \`inplace=False\``, "safe", [replace(site.source, flag, "False")]));
	}
	return out.slice(0, 4);
}
function userConstructor(site: Site | null): Site | null {
	for (let s = site; s !== null; s = s.caller) if (s.isUser) return s;
	return null;
}
/** `nn.ReLU(True)`: an activation's only argument. Where it means something else the fix does not cure, and is not offered. */
const onlyTrue = (call: Call | null): Expr | undefined => {
	const [first, ...rest] = call?.args ?? [];
	return rest.length === 0 && first?.kind === "Constant" && first.value === true ? first : undefined;
};
/** The call at (or inside) the place that built the layer, whatever its class is called there. */
function constructorCall(path: PathRun, site: Site, layer: PyInstance): Call | null {
	const at = expressionAt(site.source, site.node);
	for (const n of walk(at ?? site.node)) if (n.kind === "Call" && path.record.values.get((n as Call).func) === layer.cls) return n as Call;
	return null;
}
