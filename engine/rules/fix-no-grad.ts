/** Fixes for values computed while gradients are off: out of the `with`, without the decorator, or `no_grad` in place of `inference_mode`. */
import type { Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Expr, FunctionDef, Span, With } from "../syntax/nodes.ts";
import { isInferenceMode } from "../torch/grad-modes.ts";
import { fix, lineEnd, lineStart, replace, statementsAround } from "./edits.ts";
import { switchedBy, switchesOff } from "./grad-off.ts";
import type { PathRun } from "./rule.ts";

/** Lets gradients pass at a place, or under the switch that the place is. */
export function withoutNoGrad(path: PathRun, source: Source, span: Span): Fix[] {
	const off = switchAround(source, span, (e) => switchesOff(path, e));
	if (off === null) return [];
	const edit =
		off.owner.kind === "FunctionDef"
			? replace(source, { start: lineStart(source, off.switch.start), end: lineEnd(source, off.switch.end) + 1 }, "")
			: off.owner.items.length > 1
				? withoutItem(source, off.owner, off.switch)
				: unwrapped(source, off.owner);
	return edit === null ? [] : [fix("Compute it with gradients", "unsafe", [edit])];
}

/** `inference_mode` around a place becomes `no_grad`. */
export function asNoGrad(path: PathRun, source: Source, span: Span): { fixes: Fix[]; off: Expr } | null {
	const off = switchAround(source, span, (e) => {
		const v = path.record.values.get(e);
		return v === undefined ? switchedBy(e) === "inference_mode" : isInferenceMode(v);
	})?.switch;
	if (off === undefined) return null;
	const callee = off.kind === "Call" ? off.func : off;
	if (callee.kind !== "Attribute") return { fixes: [], off };
	return {
		fixes: [fix("Use `no_grad` there", "safe", [replace(source, { start: callee.attrSpan.start, end: off.end }, "no_grad()")])],
		off,
	};
}

/** The nearest `with` or decorator around a place, in its own function, that `is` says yes to. */
function switchAround(source: Source, span: Span, is: (e: Expr) => boolean): { owner: With | FunctionDef; switch: Expr } | null {
	for (const s of statementsAround(source, span).reverse()) {
		const named = s.kind === "With" ? s.items.map((i) => i.context) : s.kind === "FunctionDef" ? s.decorators : [];
		const found = named.find(is);
		if (found !== undefined && (s.kind === "With" || s.kind === "FunctionDef")) return { owner: s, switch: found };
		if (s.kind === "FunctionDef") return null;
	}
	return null;
}

/** `with torch.no_grad(), other():` without the switch. */
function withoutItem(source: Source, w: With, off: Expr): ReturnType<typeof replace> | null {
	const at = w.items.findIndex((i) => i.context === off);
	const [before, after] = [w.items[at - 1], w.items[at + 1]];
	if (after !== undefined) return replace(source, { start: off.start, end: after.context.start }, "");
	return before === undefined ? null : replace(source, { start: (before.target ?? before.context).end, end: off.end }, "");
}
/** The statements of the block, one level further out. */
function unwrapped(source: Source, w: With): ReturnType<typeof replace> | null {
	// What is kept under a key meets a later step, whose backward would find this step's graph freed.
	if (w.body.some((s) => s.kind === "Assign" && s.targets.some((t) => t.kind === "Subscript" && t.value.kind === "Attribute"))) return null;
	const outer = lineStart(source, w.start);
	const first = w.body[0]!;
	const start = lineStart(source, first.start);
	// Behind the colon on the same line.
	if (start <= w.start) return replace(source, { start: w.start, end: first.start }, "");
	const deeper = source.text.slice(start, first.start).length - (w.start - outer);
	const body = source.text
		.slice(start, lineEnd(source, w.body.at(-1)!.end))
		.split("\n")
		.map((l) => (/^\s*$/.test(l.slice(0, deeper)) ? l.slice(deeper) : l))
		.join("\n");
	return replace(source, { start: outer, end: lineEnd(source, w.end) }, body);
}
