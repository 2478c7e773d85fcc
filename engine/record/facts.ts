/** What hover and inlay hints say about expressions: a snapshot of each tensor when the expression was last evaluated, and what the whole path told. */
import { dimText } from "../shape/dim.ts";
import { TorchError } from "../autograd/errors.ts";
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { gradFnOf, isLeaf, isStale, requiresGrad } from "../autograd/view.ts";
import { dataText } from "../torch/print.ts";
import { isModule, namedMembers } from "../torch/nn/module.ts";
import type { Fact, Hint } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Expr, Span } from "../syntax/nodes.ts";
import { isParameter, PyTensor } from "../values/tensor.ts";
import type { PyInstance, Site, Value } from "../values/value.ts";
import { lineName } from "./lines.ts";
import type { PathRecord } from "./record.ts";
import { assignmentTargets } from "./targets.ts";

interface Seen {
	source: Source;
	node: Expr;
	/** Lines are asked for late: an edit above may have moved them. */
	markdown: (string | (() => string))[];
	shape: string | null;
	carries: boolean;
	/** More is known of it when the path has ended; null then. */
	later: { tensor: Tensor; fn: Node | null } | null;
}

/** What only somebody who looks at the whole path can say. */
export interface PathStory {
	/** All names of a parameter. */
	names(leaf: Tensor): readonly string[];
	/** Where the gradient of a computed value goes, or why it goes nowhere. Null when that is not known. */
	flow(tensor: Tensor, fn: Node | null): string | (() => string) | null;
	/** Why the detach at an expression is fine. */
	intent(node: Expr): (() => string) | null;
}

/** A hint at a node, which an edit may move. */
interface NodeHint {
	site: { source: Source; node: Span };
	kind: Hint["kind"];
	label: string;
}

/** Evaluations of one expression that are looked at: in loops the first few tell enough. */
const LOOKS = 3;
/** Cuts worth a mark in the text: those that make a new tensor of a computed one. */
const SHOWN_CUTS = new Set([".detach()", ".detach_()", ".numpy()", "torch.tensor", "torch.as_tensor", "torch.Tensor", "nn.Parameter"]);
/** Said until more is known. */
const NO_GRADIENT = "no gradient: nothing it was computed from requires grad, or it was detached";
/** Numbers shown in a hover. */
const SHOWN = 32;

export class FactCollector {
	readonly #seen = new Map<Expr, Seen>();
	readonly #counts = new Map<Expr, number>();
	/** Expressions of paths that have ended: the script speaks before the harness. */
	readonly #done = new Set<Expr>();
	readonly #hints: NodeHint[] = [];

	see(node: Expr, value: Value, source: Source): void {
		const n = (this.#counts.get(node) ?? 0) + 1;
		this.#counts.set(node, n);
		if (n > LOOKS || this.#done.has(node)) return;
		if (value instanceof PyTensor) {
			const t = value.tensor;
			this.#seen.set(node, {
				source,
				node,
				markdown: describe(value),
				shape: t.unknownShape ? null : sizes(t),
				carries: requiresGrad(t) && !t.unknownGrad,
				later: { tensor: t, fn: t.gradFn },
			});
		} else if (isModule(value))
			this.#seen.set(node, { source, node, markdown: describeModule(value), shape: null, carries: false, later: null });
	}

	/** Adds what only the finished path knows: sharing, who got a gradient, where graphs were cut. */
	pathEnds(record: PathRecord, story: PathStory): void {
		const line = (site: Site | null): string => (site === null ? "" : ` (${lineName(site.source, site.node.start)})`);
		const backwards = record.of("backward");
		for (const s of this.#seen.values()) {
			this.#done.add(s.node);
			if (s.later === null) continue;
			const { tensor: t, fn } = s.later;
			s.later = null;
			if (fn !== null || !t.requiresGradFlag) {
				const flow = t.unknownGrad ? null : story.flow(t, fn);
				const at = s.markdown.indexOf(NO_GRADIENT);
				if (flow !== null) s.markdown.splice(at < 0 ? Math.min(2, s.markdown.length) : at, at < 0 ? 0 : 1, flow);
				const intent = fn === null ? story.intent(s.node) : null;
				if (intent !== null) s.markdown.push(intent);
				continue;
			}
			const shared = story.names(t);
			if (shared.length > 1)
				s.markdown.splice(
					1,
					0,
					`shared: ${shared.map((x) => `\`${x}\``).join(" and ")} are one and the same Parameter; its gradient is the sum over all uses`,
				);
			else if (shared.length === 1) s.markdown.splice(1, 0, `\`${shared[0]}\``);
			const reached = backwards.filter((b) => b.run.reached.includes(t));
			if (reached.length > 0) {
				const site = user(reached[0]!.where);
				s.markdown.push(() => `receives its gradient from \`backward\`${line(site)}`);
			} else if (backwards.length > 0) s.markdown.push("no backward of this run gives it a gradient");
		}
		for (const e of record.of("detach")) {
			const site = user(e.where);
			if (site !== null && SHOWN_CUTS.has(e.how)) this.#hints.push({ site, kind: "cut", label: "∂ ends here" });
		}
		for (const e of record.of("inplace")) {
			const site = user(e.where);
			if (site !== null && e.tracked) this.#hints.push({ site, kind: "version", label: `v${e.version}` });
		}
	}

	get seen(): Iterable<Seen> {
		return this.#seen.values();
	}
	get hints(): readonly NodeHint[] {
		return this.#hints;
	}
}

/** What the collectors of several roots tell, each expression by the first that saw it; places are the nodes' of now. */
export function mergedFacts(collectors: readonly FactCollector[]): { facts: Fact[]; hints: Hint[] } {
	const first = new Map<Expr, Seen>();
	for (const c of collectors) for (const s of c.seen) if (!first.has(s.node)) first.set(s.node, s);
	const seen = [...first.values()];
	const facts = seen.map((s) => ({
		path: s.source.path,
		start: s.node.start,
		end: s.node.end,
		markdown: s.markdown.map((m) => (typeof m === "string" ? m : m())).join("\n\n"),
		carries: s.carries,
	}));
	const hints = new Map<string, Hint>();
	const add = ({ site: { source, node }, kind, label }: NodeHint): void => {
		hints.set(`${source.path}:${node.end}:${kind}`, { path: source.path, start: node.start, end: node.end, kind, label });
	};
	for (const c of collectors) for (const hint of c.hints) add(hint);
	for (const s of seen)
		if (s.shape !== null && assignmentTargets(s.source).has(s.node)) add({ site: s, kind: "shape", label: `: ${s.shape}` });
	return { facts, hints: [...hints.values()].sort((a, b) => a.end - b.end) };
}

function user(site: Site | null): (Site & { node: Span }) | null {
	for (let s = site; s !== null; s = s.caller) if (s.isUser) return s;
	return null;
}

const sizes = (t: Tensor): string => `[${t.sizes.map(dimText).join(", ")}]`;

/** Short first: shape, dtype, autograd state; numbers below when they are known and few. */
function describe(o: PyTensor): string[] {
	const t = o.tensor;
	const dtype = t.unknownDtype ? "" : ` ${t.dtype.name}`;
	const lines = [
		`**${o.cls.name}** ${t.unknownShape ? "(shape not known)" : `\`${sizes(t)}\``}${dtype}${t.device === "cpu" ? "" : ` on ${t.device}`}`,
	];
	try {
		// Looking must not change anything: reading the grad_fn of such a view would give it one.
		const isWaiting = isStale(t) && t.view!.creationMeta === "DEFAULT";
		const fn = isWaiting ? null : gradFnOf(t);
		if (isWaiting) lines.push(`requires grad · its memory was written since: \`grad_fn\` is made anew when it is used`);
		else if (fn !== null) lines.push(`requires grad · \`grad_fn=<${fn.name}>\``);
		else if (requiresGrad(t))
			lines.push(
				t.requiresGradFlag && isLeaf(t)
					? `requires grad · ${isParameter(o) ? "parameter" : "leaf"}`
					: "a view made while gradients were off: backward through it reaches nobody",
			);
		else lines.push(NO_GRADIENT);
	} catch (e) {
		if (!(e instanceof TorchError)) throw e;
		lines.push(`using this view raises: ${e.message}`);
	}
	if (!t.isInference && t.counter.version > 0)
		lines.push(`version ${t.counter.version}: written in place ${t.counter.version === 1 ? "once" : `${t.counter.version} times`}`);
	const values = t.unknownShape ? null : t.numbers();
	const known = t.numberSizes();
	if (values !== null && known !== null && values.length > 0 && values.length <= SHOWN)
		lines.push(`\`\`\`\n${dataText(values, known, t.dtype, 0)}\n\`\`\``);
	return lines;
}

function describeModule(m: PyInstance): string[] {
	if (!m.dict.has("_parameters")) return [`**${m.cls.name}** (its \`super().__init__()\` has not run)`];
	let count = 0;
	let tensors = 0;
	let known = true;
	for (const [, p] of namedMembers(m, "_parameters")) {
		if (!(p instanceof PyTensor)) continue;
		tensors++;
		const n = p.tensor.numel;
		if (typeof n === "number" && !p.tensor.unknownShape) count += n;
		else known = false;
	}
	return [
		`**${m.cls.name}** · ${tensors} parameter${tensors === 1 ? "" : "s"}${known ? ` (${count} numbers)` : ""} · ${m.dict.get("training") === false ? "eval" : "training"} mode`,
	];
}
