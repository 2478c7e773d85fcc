/** What hover and inlay hints say about expressions: a snapshot of each tensor when the expression was last evaluated. */
import { dimText } from "../shape/dim.ts";
import { TorchError } from "../autograd/errors.ts";
import { gradFnOf, isLeaf, requiresGrad } from "../autograd/view.ts";
import { dataText } from "../torch/print.ts";
import type { Fact, Hint } from "../report/report.ts";
import type { Source } from "../program.ts";
import type { Expr } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import type { Value } from "../values/value.ts";

interface Seen {
	source: Source;
	node: Expr;
	markdown: string;
	shape: string | null;
}

export class FactCollector {
	readonly #seen = new Map<Expr, Seen>();
	readonly #counts = new Map<Expr, number>();

	see(node: Expr, value: Value, source: Source): void {
		if (!(value instanceof PyTensor)) return;
		// In loops the first evaluations tell enough.
		const n = (this.#counts.get(node) ?? 0) + 1;
		this.#counts.set(node, n);
		if (n > 3) return;
		this.#seen.set(node, { source, node, markdown: describe(value), shape: value.tensor.unknownShape ? null : `[${value.tensor.sizes.map(dimText).join(", ")}]` });
	}
	pathEnds(): void {}

	facts(): Fact[] {
		return [...this.#seen.values()].map((s) => ({ path: s.source.path, start: s.node.start, end: s.node.end, markdown: s.markdown }));
	}
	hints(): Hint[] {
		return [];
	}
}

/** Short first: shape, dtype, autograd state; numbers below when they are known and few. */
function describe(o: PyTensor): string {
	const t = o.tensor;
	const shape = t.unknownShape ? "shape not known" : `\`[${t.sizes.map(dimText).join(", ")}]\``;
	const dtype = t.unknownDtype ? "" : ` ${t.dtype.name}`;
	const lines = [`**${o.cls.name}** ${shape}${dtype}${t.device === "cpu" ? "" : ` on ${t.device}`}`];
	try {
		const fn = gradFnOf(t);
		if (fn !== null) lines.push(`requires grad · \`grad_fn=<${fn.name}>\``);
		else if (requiresGrad(t)) lines.push(isLeaf(t) ? "requires grad · leaf" : "requires grad");
		else lines.push("no gradient: nothing it was computed from requires grad, or it was detached");
	} catch (e) {
		if (!(e instanceof TorchError)) throw e;
		lines.push(`using this view raises: ${e.message}`);
	}
	if (!t.isInference && t.counter.version > 0) lines.push(`written in place ${t.counter.version} time${t.counter.version === 1 ? "" : "s"} (version ${t.counter.version})`);
	const values = t.unknownShape ? null : t.numbers();
	const sizes = t.numberSizes();
	if (values !== null && sizes !== null && values.length > 0 && values.length <= 32) lines.push(`\`\`\`\n${dataText(values, sizes, t.dtype, 0)}\n\`\`\``);
	return lines.join("\n\n");
}
