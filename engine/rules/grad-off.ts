/** Where gradients were switched off for a place: a `with` around it or around a call that led there, a decorator, a global switch. */
import type { Expr } from "../syntax/nodes.ts";
import { isGradOff, setGradEnabled } from "../torch/grad-modes.ts";
import { PyInstance, type Site, Unknown } from "../values/value.ts";
import { expressionAt, functionAround, statementAt, statementsAround } from "./edits.ts";
import type { PathRun } from "./rule.ts";
import { codeOf, lineText } from "./words.ts";

const OFF = new Set(["no_grad", "inference_mode", "set_grad_enabled"]);
/** Of a `with` or a decorator of which only the code is known: the name that is called. */
export function switchedBy(e: Expr): string | null {
	const callee = e.kind === "Call" ? e.func : e;
	return callee.kind === "Attribute" ? callee.attr : callee.kind === "Name" ? callee.id : null;
}
export function switchesOff(path: PathRun, e: Expr): boolean {
	const v = path.record.values.get(e);
	return v === undefined || v instanceof Unknown ? OFF.has(switchedBy(e) ?? "") : isGradOff(v);
}

/** The place to change for something computed while gradients were off: the switch, when it was thrown in another function or stays thrown. */
export function thrownElsewhere(off: Site | null, site: Site): Site | null {
	if (off === null) return null;
	const own = functionAround(site.source, site.node);
	if (own?.decorators.some((d) => d === off.node)) return null;
	const isStatement = statementAt(off.source, off.node)?.kind === "Expr";
	return isStatement || off.source !== site.source || functionAround(off.source, off.node) !== own ? off : null;
}

/** The nearest cause; null when none can be named. */
export function gradOff(path: PathRun, site: Site): Site | null {
	for (let s: Site | null = site; s !== null; s = s.caller) {
		if (!s.isUser) continue;
		const { source } = s;
		for (const around of statementsAround(source, s.node).reverse()) {
			const named = around.kind === "With" ? around.items.map((i) => i.context) : around.kind === "FunctionDef" ? around.decorators : [];
			const cause = named.find((e) => switchesOff(path, e));
			if (cause !== undefined) return { ...s, node: cause };
			// What is around the definition says nothing about its calls.
			if (around.kind === "FunctionDef") break;
		}
	}
	return globally(path, site);
}
/** `torch.set_grad_enabled(False)` as a statement of its own that was run. */
function globally(path: PathRun, site: Site): Site | null {
	for (const [node, value] of path.record.values)
		if (
			value instanceof PyInstance &&
			value.cls === setGradEnabled &&
			isGradOff(value) &&
			statementAt(site.source, node)?.kind === "Expr" &&
			expressionAt(site.source, node) === node
		)
			return { ...site, node };
	return null;
}
/** "`torch.no_grad()`, line 12". */
export const offText = (off: Site, from: Site): string => `\`${codeOf(off, 40)}\`, ${lineText(off, from)}`;
