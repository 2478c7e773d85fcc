/** Which of PyTorch's operators the engine knows, and what it can do with each: for `gradsight ops`. */
import { compositeOf, definedComposites, definedRows, rowOf } from "./ops/row.ts";

export interface Operator {
	/** ATen's name with its overload: `mul.Tensor`. */
	name: string;
	/** It computes shape, dtype and, when they are known, numbers. */
	hasForward: boolean;
	/** Its derivative gives numbers, too; without, gradients flow but stay symbolic. */
	hasGrad: boolean;
	/** It is made of other operators and has no graph node of its own. */
	composite: boolean;
}

export function operators(): Operator[] {
	const rows = definedRows().map((name) => {
		const row = rowOf(name)!;
		return { name, hasForward: true, hasGrad: row.grad !== undefined || row.zeroGrad === true, composite: false };
	});
	const composites = definedComposites()
		.filter((name) => rowOf(name) === undefined && compositeOf(name) !== undefined)
		.map((name) => ({ name, hasForward: true, hasGrad: true, composite: true }));
	return [...rows, ...composites].sort((a, b) => (a.name < b.name ? -1 : 1));
}
