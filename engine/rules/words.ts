/** Shared wording: names of tensors as the user wrote them, lines, ops. */
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { sizesText } from "../shape/shape.ts";
import { lineName, linesOf } from "../record/lines.ts";
import type { Site } from "../values/value.ts";

/** 1-based line of a site in its file. */
export const lineOf = (site: Site): number => linesOf(site.source).line(anchorOf(site));
/** Where Python says a call is: at a method's name, otherwise at the start. */
export function anchorOf(site: Site): number {
	const n = site.node as { kind?: string; func?: { kind: string; attrSpan?: { start: number } }; start: number };
	return n.kind === "Call" && n.func?.kind === "Attribute" ? n.func.attrSpan!.start : n.start;
}
/** The innermost site in a user's file. */
export function userSite(site: Site | null): Site | null {
	for (let s = site; s !== null; s = s.caller) if (s.isUser) return s;
	return null;
}
/** `line 12`, with the file when it is another one. */
export const lineText = (site: Site, from: Site): string =>
	site.source === from.source ? lineName(site.source, anchorOf(site)) : `${site.source.path}:${lineOf(site)}`;

/** The text of a site, shortened for a message. */
export function codeOf(site: Site, limit = 60): string {
	let end = site.node.end;
	// The target of an assignment reads better with what is assigned.
	const rest = /^\s*(?:[-+*/%&|^@]|\*\*|\/\/|<<|>>)?=(?!=).*/.exec(site.source.text.slice(end));
	if (rest !== null) end += rest[0].replace(/\s+#.*$/, "").trimEnd().length;
	const text = site.source.text.slice(site.node.start, end).replace(/\s+/g, " ");
	return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
/** `sigmoid` from `sigmoid`, `mul.Tensor` ...: the op as PyTorch users know it. */
export function opName(node: Node): string {
	const base = node.op.split(".")[0]!.replace(/^_+|_+$/g, "");
	return SHOWN[base] ?? base.replace(/^native_|^cudnn_|^mkldnn_/, "");
}
/** Ops that users call by another name. */
const SHOWN: Record<string, string> = {
	addmm: "linear",
	convolution: "conv",
	max_pool2d_with_indices: "max_pool2d",
	nll_loss_nd: "nll_loss",
	_log_softmax: "log_softmax",
	_softmax: "softmax",
	div: "div",
	copy: "assignment",
};

/** A tensor by the user's name for it, else by its kind and shape. */
export function nameOf(t: Tensor): string {
	if (t.name !== null) return `\`${t.name}\``;
	return t.unknownShape ? "a tensor" : `a tensor of shape ${sizesText(t.sizes)}`;
}
/** Where a tensor was computed, for brackets after its name: " (`x * 2`, line 7)"; empty when no other line of the user's made it. */
export function origin(t: Tensor | null, from: Site): string {
	const made = userSite((t?.where ?? null) as Site | null);
	return made === null || made.node === from.node ? "" : ` (\`${codeOf(made, 40)}\`, ${lineText(made, from)})`;
}
