/** Where gradients were switched off for a place: a `with` around it or around a call that led there, a decorator, a global switch. */
import type { Expr } from "../syntax/nodes.ts";
import type { Site } from "../values/value.ts";
import { functionAround, statementAt, statementsAround, textOf, walk } from "./edits.ts";
import type { PathRun } from "./rule.ts";
import { codeOf, lineText } from "./words.ts";

const OFF = /\b(no_grad|inference_mode|set_grad_enabled)\b/;

/** The place to change for something computed while gradients were off: the switch, when it was thrown in another function or stays thrown. */
export function thrownElsewhere(off: Site | null, site: Site): Site | null {
	if (off === null) return null;
	const own = functionAround(site.source, site.node);
	if (own !== null && own.decorators.some((d) => d === off.node)) return null;
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
			const cause = named.find((e) => OFF.test(textOf(source, e)));
			if (cause !== undefined) return { ...s, node: cause };
			// What is around the definition says nothing about its calls.
			if (around.kind === "FunctionDef") break;
		}
	}
	return globally(path, site);
}
/** `torch.set_grad_enabled(False)` as a statement of its own that was run. */
function globally(path: PathRun, site: Site): Site | null {
	if (!/set_grad_enabled\(/.test(site.source.text)) return null;
	for (const n of walk(site.source.module)) {
		const s = n as { kind?: string; value?: Expr };
		if (s.kind === "Expr" && s.value?.kind === "Call" && /set_grad_enabled\((False|mode=False)\)$/.test(textOf(site.source, s.value)) && path.record.values.has(s.value)) return { ...site, node: s.value };
	}
	return null;
}
/** "`torch.no_grad()`, line 12". */
export const offText = (off: Site, from: Site): string => `\`${codeOf(off, 40)}\`, ${lineText(off, from)}`;
