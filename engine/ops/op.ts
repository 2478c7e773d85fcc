/** Everything dispatch needs to know about an op, worked out once per process. */
import { Tensor } from "../autograd/tensor.ts";
import { factsOf, type OpFacts } from "./facts.ts";
import { type Refusals, refusalsOf } from "./refusals.ts";
import { type Row, rowOf } from "./row.ts";
import { type Converted, conversionsOf } from "./scalar-range.ts";

export interface Op {
	facts: OpFacts;
	row: Row | undefined;
	/** Parameter positions that hold a tensor, an optional tensor or a tensor list. */
	tensorParams: number[];
	/** Positions of differentiable inputs. */
	diffParams: number[];
	/** Positions of tensors that must not require grad. */
	constantParams: number[];
	resultNames: string[];
	/** Element types its kernel does not take. */
	refusals: Refusals | null;
	/** The Python numbers that have to fit the type it computes in. */
	conversions: Converted[] | null;
	/** `zeros_like`, `new_ones`, ...: takes shape and dtype of its tensor, never its numbers. */
	shapesOnly: boolean;
	/** Its name without overload and without the underscore of an in-place form, and the row of that form's functional twin. */
	base: string;
	functionalRow: Row | undefined;
	/** What its node may save of the arguments: where they stand, and of which one must require grad (null: saved in any case). */
	savedInputs: { name: string; position: number; onlyIf: number[] | null }[];
}
const ops = new Map<string, Op>();

/** Ops without a derivative whose results all the same require grad: their node refuses to run. */
const REFUSING = new Set(
	"floor_divide floor_divide.Scalar remainder.Scalar_Tensor heaviside scatter.reduce scatter.value_reduce logit_backward hardsigmoid_backward multi_margin_loss_backward multilabel_margin_loss_backward native_group_norm_backward _weight_norm_interface_backward _masked_softmax_backward bincount bernoulli.p binomial native_norm linalg_ldl_factor_ex linalg_ldl_solve addmm.dtype mm.dtype bmm.dtype baddbmm.dtype".split(
		" ",
	),
);

export function opOf(name: string): Op {
	let op = ops.get(name);
	if (op !== undefined) return op;
	const facts = factsOf(name);
	if (facts === undefined) throw new Error(`no operator ${name}`);
	const returns = facts.schema.returns;
	const base = facts.schema.base.replace(/_$/, "");
	const tensorParams = facts.schema.params.flatMap((p, i) => (p.type === "Tensor" || p.type === "Tensor[]" ? [i] : []));
	op = {
		facts,
		row: rowOf(name),
		tensorParams,
		diffParams: REFUSING.has(name)
			? tensorParams
			: facts.differentiable.map((n) => facts.schema.index.get(n)!).filter((i) => i !== undefined),
		constantParams: tensorParams.filter((i) => {
			const { name: param } = facts.schema.params[i]!;
			return !facts.differentiable.includes(param) && !facts.notImplemented.includes(param);
		}),
		resultNames: returns.map((r, i) => r.name ?? (returns.length === 1 ? "result" : `result${i}`)),
		refusals: refusalsOf(name),
		conversions: conversionsOf(name, facts.schema.index),
		shapesOnly: /_like$|^new_/.test(facts.schema.base),
		base,
		functionalRow: rowOf(name) ?? rowOf(base + (facts.schema.overload === "" ? "" : `.${facts.schema.overload}`)),
		savedInputs: [],
	};
	const { index } = facts.schema;
	for (const { name: input, onlyIf } of facts.savedInputs) {
		const position = index.get(input);
		if (position !== undefined) op.savedInputs.push({ name: input, position, onlyIf: onlyIf?.map((n) => index.get(n)!) ?? null });
	}
	ops.set(name, op);
	return op;
}

/** The tensors among the arguments at `positions`. */
export function tensorsAt(args: unknown[], positions: readonly number[]): Tensor[] {
	// The list is kept with each result: exact where it can be.
	if (positions.length === 1 && args[positions[0]!] instanceof Tensor) return [args[positions[0]!] as Tensor];
	if (positions.length === 2 && args[positions[0]!] instanceof Tensor && args[positions[1]!] instanceof Tensor)
		return [args[positions[0]!] as Tensor, args[positions[1]!] as Tensor];
	const out: Tensor[] = [];
	for (const i of positions) {
		const a = args[i];
		if (a instanceof Tensor) out.push(a);
		else if (Array.isArray(a)) for (const t of a) if (t instanceof Tensor) out.push(t);
	}
	return out;
}
