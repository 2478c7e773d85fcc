/** What hovers say of values by looking at a whole finished path: names of parameters, where a gradient goes, where it is cut. */
import { AccumulateGrad, type Node } from "./autograd/node.ts";
import type { Tensor } from "./autograd/tensor.ts";
import { gradientEdge } from "./autograd/view.ts";
import type { PathStory } from "./record/facts.ts";
import { type Cuts, cutsOf, phrase } from "./rules/cuts.ts";
import { intentsOf } from "./rules/intent.ts";
import type { PathRun } from "./rules/rule.ts";
import { lineText } from "./rules/words.ts";
import type { Expr } from "./syntax/nodes.ts";
import { sizesText } from "./shape/shape.ts";
import { isModule, namedMembers, table } from "./torch/nn/module.ts";
import { PyTensor } from "./values/tensor.ts";
import { rt } from "./values/runtime.ts";
import { PyModule } from "./values/value.ts";

/** Leaves that are named; the others are counted. */
const NAMED = 3;
/** Nodes and tensors looked at for one value, and for all values of a path: hovers must not cost more than the run. */
const LOOKS = 600;
const LOOKS_PER_PATH = 30_000;

export class Story implements PathStory {
	readonly #names: Map<Tensor, string[]>;
	readonly #cuts: Cuts;
	readonly #intents: Map<object, () => string>;
	#left = LOOKS_PER_PATH;

	constructor(path: PathRun) {
		this.#names = namesOfParameters(path);
		this.#cuts = cutsOf(path);
		this.#intents = intentsOf(path);
	}

	names(leaf: Tensor): readonly string[] {
		return this.#names.get(leaf) ?? [];
	}

	intent(node: Expr): (() => string) | null {
		return this.#intents.get(node) ?? null;
	}

	flow(tensor: Tensor, fn: Node | null): string | (() => string) | null {
		if (this.#left <= 0) return null;
		if (fn !== null) {
			const { leaves, isAll } = this.#leavesBehind([fn]);
			return leaves.size === 0 ? null : `its gradient goes on to ${this.#list(leaves, isAll)}`;
		}
		this.#left -= 20;
		const cut = this.#cuts.nearby(tensor, LOOKS);
		if (cut === undefined) return null;
		if (cut === null)
			return tensor.lineage === null
				? "no gradient: a leaf without `requires_grad`"
				: "no gradient: nothing it was computed from requires grad";
		const { leaves, isAll } = this.#leavesBehind(cut.from.flatMap((t) => edgeOf(t) ?? []));
		const from = leaves.size === 0 || cut.how === "integers" ? "" : `; that cuts it off from ${this.#list(leaves, isAll)}`;
		return () => `no gradient: ${lineText(cut.site, cut.site)} ${phrase(cut)}${from}`;
	}

	#leavesBehind(start: readonly Node[]): { leaves: Set<Tensor>; isAll: boolean } {
		const leaves = new Set<Tensor>();
		const seen = new Set<Node>(start);
		const queue = [...start];
		for (let i = 0; i < queue.length && i < LOOKS; i++, this.#left--) {
			const node = queue[i]!;
			if (node instanceof AccumulateGrad) leaves.add(node.leaf);
			for (const edge of node.nextEdges) {
				if (edge === null || seen.has(edge.node)) continue;
				seen.add(edge.node);
				queue.push(edge.node);
			}
		}
		return { leaves, isAll: queue.length <= LOOKS };
	}

	#list(leaves: ReadonlySet<Tensor>, isAll: boolean): string {
		// In the order in which they were made: weights before biases.
		const names = [...leaves]
			.sort((a, b) => a.id - b.id)
			.map((t) => this.names(t)[0] ?? t.name)
			.filter((name) => name !== null)
			.map((name) => `\`${name}\``);
		const [first] = leaves;
		const shown = names.length > 0 ? names.slice(0, NAMED) : [`a leaf of shape ${first!.unknownShape ? "[?]" : sizesText(first!.sizes)}`];
		const more = leaves.size - shown.length;
		if (!isAll) return `${shown.join(", ")} and others`;
		if (more > 0) return `${shown.join(", ")} and ${more} more`;
		return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
	}
}

function edgeOf(t: Tensor): Node | null {
	try {
		return gradientEdge(t)?.node ?? null;
	} catch {
		// A view that PyTorch refuses to look at.
		return null;
	}
}

/** Every name a parameter has in the modules that the program's module level holds; else its name in the outermost module that has it. */
function namesOfParameters({ record }: PathRun): Map<Tensor, string[]> {
	const out = new Map<Tensor, string[]>();
	const main = rt.importModule("__main__");
	const held = main instanceof PyModule ? [...main.dict] : [];
	for (const [variable, v] of held) {
		if (!isModule(v) || table(v, "_parameters") === null) continue;
		for (const [name, p] of namedMembers(v, "_parameters", variable, true, false)) {
			if (!(p instanceof PyTensor)) continue;
			const known = out.get(p.tensor) ?? [];
			if (!known.includes(name)) known.push(name);
			out.set(p.tensor, known);
		}
	}
	const inner = new Map<Tensor, string>();
	for (const module of record.modules) {
		if (table(module, "_parameters") === null) continue;
		for (const [name, p] of namedMembers(module, "_parameters"))
			if (p instanceof PyTensor && !out.has(p.tensor) && name.length > (inner.get(p.tensor)?.length ?? 0)) inner.set(p.tensor, name);
	}
	for (const [t, name] of inner) out.set(t, [name]);
	return out;
}
