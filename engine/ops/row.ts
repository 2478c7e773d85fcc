/**
 * One row describes one torch op: what it computes and its derivative. Everything else (schema, node name, what is saved, in-place
 * and out= variants, view relation, version bumps) is derived from PyTorch's published facts (facts.ts) by dispatch.ts.
 */
import type { Tensor } from "../autograd/tensor.ts";

/**
 * What a derivative formula reads: the op's arguments by schema name (tensors that were saved; `TensorMeta` for the others;
 * plain values as given), its saved outputs by name (`result`, `result1`, `indices`), and `grads` for ops with several outputs.
 * `any`: the schema types them.
 */
export type FormulaEnv = any;

/** Gradient of one input: `grad` is the gradient of output 0. Null: no gradient (PyTorch's undefined tensor). A list input gives a list. */
export type Formula = (grad: Tensor, env: FormulaEnv) => Tensor | null | (Tensor | null)[];

export interface Row {
	/**
	 * Shape, dtype and - when every input's are known - numbers of the outputs, as fresh tensors without history. Arguments come in
	 * schema order with defaults filled in; Python numbers in tensor places are wrapped. A view op returns aliases of its input
	 * (`t.alias(sizes, strides, offset)`). Shape and value errors are thrown as TorchError with PyTorch's text.
	 */
	forward: (...args: any[]) => Tensor | Tensor[];
	/** Derivatives by input name; inputs that PyTorch differentiates and that are missing here get gradients without numbers. */
	grad?: Record<string, Formula>;
	/** Gradient is identically zero (round, sign, ...): named so that rules can tell. */
	zeroGrad?: boolean;
	/** Its formulas keep numbers of their own: they run although saved tensors show none. */
	ownNumbers?: boolean;
	/** Its backward refuses some arguments: the formulas run although no numbers are known. */
	refuses?: boolean;
	/** Rebuilds a view from another base when as_strided cannot express it (view_as_complex ...). */
	replayView?: boolean;
}

/** A composite op: a function over other ops, with their nodes; it has no node of its own. Arguments in schema order. */
export type Composite = (...args: any[]) => unknown;

const rows = new Map<string, Row>();
const composites = new Map<string, Composite>();

/** Adds rows: keys are ATen names with overload (`mul.Tensor`). A name may stand in one table only. */
export function defineRows(table: Record<string, Row>): void {
	for (const [name, row] of Object.entries(table)) {
		if (rows.has(name)) throw new Error(`two rows for ${name}`);
		rows.set(name, row);
	}
}
export function defineComposites(table: Record<string, Composite>): void {
	for (const [name, f] of Object.entries(table)) {
		if (composites.has(name)) throw new Error(`two composites for ${name}`);
		composites.set(name, f);
	}
}
export const rowOf = (name: string): Row | undefined => rows.get(name);
export const compositeOf = (name: string): Composite | undefined => composites.get(name);
export const definedRows = (): string[] => [...rows.keys()];
export const definedComposites = (): string[] => [...composites.keys()];
