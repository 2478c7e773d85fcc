/** Fixes for cuts: keep the graph where it was left. */
import type { Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Call, Expr, Span } from "../syntax/nodes.ts";
import type { Cut } from "./cuts.ts";
import { expressionAt, fix, indentOf, insert, lineEnd, replace, statementAt, textOf, walk } from "./edits.ts";
import { withoutNoGrad } from "./fix-no-grad.ts";
import { stackInstead } from "./fix-writes.ts";
import type { PathRun } from "./rule.ts";

/** Ways to let the gradient pass a cut. Those that change what is trained are unsafe: the cut may be meant. */
export function uncut(path: PathRun, cut: Cut): Fix[] {
	const { source, node } = cut.site;
	switch (cut.how) {
		case "autograd.grad":
			return createGraph(source, node);
		case "no_grad":
			return cut.isDraw === true ? sampled(source, node) : withoutNoGrad(path, source, node);
		case ".detach()":
		case ".data":
		case ".item()":
		case ".numpy()":
			return withoutCall(source, node, cut.how.replace(/[.()]/g, ""));
		case "dist.all_gather":
			return ownPartBack(source, node);
		case "nn.Parameter": {
			const s = statementAt(source, node);
			return s?.kind === "Assign" && s.targets[0]!.kind === "Name" ? itself(source, node) : [];
		}
		default:
			if (cut.inList) return stackInstead(source, node);
			return /^torch\.|^Variable$/.test(cut.how) ? itself(source, node) : [];
	}
}

/** `x.detach()` becomes `x`; the place may be the call, the attribute or something around. */
export function withoutCall(source: Source, span: Span, name: string): Fix[] {
	const at = expressionAt(source, span);
	for (const n of walk(at ?? span)) {
		const e = n as Expr;
		const attr = e.kind === "Call" && e.args.length === 0 ? e.func : e;
		if (attr.kind !== "Attribute" || attr.attr !== name || (name !== "data" && e.kind !== "Call")) continue;
		const text = name === "data" ? ".data" : `.${name}()`;
		return [fix(`Remove \`${text}\``, "unsafe", [replace(source, { start: attr.value.end, end: e.end }, "")])];
	}
	return [];
}

/** `torch.tensor(x)` of one tensor becomes `x`. */
function itself(source: Source, span: Span): Fix[] {
	const call = expressionAt(source, span);
	if (call?.kind !== "Call" || call.args.length !== 1) return [];
	return [fix("Use the tensor itself", "safe", [replace(source, call, textOf(source, call.args[0]!))])];
}

/** After `dist.all_gather(parts, z)`: the own part once more, with its graph. */
function ownPartBack(source: Source, span: Span): Fix[] {
	const call = expressionAt(source, span);
	const s = statementAt(source, span);
	if (
		s?.kind !== "Expr" ||
		s.value !== call ||
		call?.kind !== "Call" ||
		call.func.kind !== "Attribute" ||
		call.args.length < 2 ||
		call.args[0]!.kind !== "Name"
	)
		return [];
	const [parts, own] = call.args;
	return [
		fix("Put the own part back with its graph", "unsafe", [
			insert(
				source,
				lineEnd(source, s.end),
				`\n${indentOf(source, s.start)}${textOf(source, parts!)}[${textOf(source, call.func.value)}.get_rank()] = ${textOf(source, own!)}`,
			),
		]),
	];
}

/** `dist.sample()` becomes `dist.rsample()`. */
function sampled(source: Source, span: Span): Fix[] {
	const call = expressionAt(source, span);
	if (call?.kind !== "Call" || call.func.kind !== "Attribute") return [];
	return [fix("Use `rsample`, which keeps the graph", "safe", [replace(source, call.func.attrSpan, "rsample")])];
}

/** Adds `create_graph=True` to an autograd.grad or backward call. */
export function createGraph(source: Source, span: Span): Fix[] {
	const call = expressionAt(source, span) as Call | null;
	if (call?.kind !== "Call") return [];
	const given = call.keywords.find((k) => k.arg === "create_graph");
	if (given !== undefined) return [fix("Set `create_graph=True`", "safe", [replace(source, given.value, "True")])];
	const last = [...call.args, ...call.keywords.map((k) => k.value)].sort((a, b) => a.end - b.end).at(-1);
	if (last === undefined) return [];
	return [fix("Add `create_graph=True`", "safe", [insert(source, last.end, ", create_graph=True")])];
}
