/** `inplace=True` in a layer's constructor: the layer that wrote is built without it. */
import type { Fix } from "../report/report.ts";
import type { Call } from "../syntax/nodes.ts";
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
		const call = callWithFlag(site, layer.cls.name);
		const flag = call?.keywords.find((k) => k.arg === "inplace")?.value ?? (call?.args.length === 1 && layer.cls.name.startsWith("ReLU") ? call.args[0] : undefined);
		if (flag === undefined) continue;
		out.push(fix(`Build this \`${layer.cls.name}\` with \`inplace=False\``, "safe", [replace(site.source, flag, "False")]));
	}
	return out.slice(0, 4);
}
function userConstructor(site: Site | null): Site | null {
	for (let s = site; s !== null; s = s.caller) if (s.isUser) return s;
	return null;
}
/** The constructor call at (or inside) the place. */
function callWithFlag(site: Site, cls: string): Call | null {
	const at = expressionAt(site.source, site.node);
	for (const n of walk(at ?? site.node)) {
		const c = n as Call;
		if (c.kind === "Call" && ((c.func.kind === "Attribute" && c.func.attr === cls) || (c.func.kind === "Name" && c.func.id === cls))) return c;
	}
	return null;
}
