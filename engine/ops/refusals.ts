/** Kernels that take only some element types: what PyTorch says to the others (refusals.generated.ts). */
import { TorchError } from "../autograd/errors.ts";
import { Tensor } from "../autograd/tensor.ts";
import type { DType } from "../shape/dtype.ts";
import { REFUSALS } from "./refusals.generated.ts";

/** By class of element types: what is raised. */
export type Refusals = ReadonlyMap<string, string>;

const table = new Map<string, Map<string, string>>();
for (const line of REFUSALS.split("\n")) {
	const [name, classes, text] = line.split("|") as [string, string, string];
	const known = table.get(name) ?? new Map<string, string>();
	for (const c of classes) known.set(c, text);
	table.set(name, known);
}

/** Of an operator or its in-place form. */
export const refusalsOf = (name: string): Refusals | null => table.get(name.replace(/_(?=\.|$)/, "")) ?? null;

const CLASSES = ["b", "i", "f", "c"];
const classOf = (d: DType): string =>
	d.category === 2 && d.itemSize === 2 ? "h" : d.category === 1 && d.itemSize > 1 && d.name.startsWith("u") ? "u" : CLASSES[d.category]!;

export function checkDType(refusals: Refusals, self: unknown): void {
	if (!(self instanceof Tensor) || self.unknownDtype) return;
	const told = refusals.get(classOf(self.dtype));
	if (told === undefined) return;
	const colon = told.indexOf(":");
	throw new TorchError(told.slice(0, colon), told.slice(colon + 1).replace("$", self.dtype.scalarType), {
		key: "NOT_IMPLEMENTED_FOR",
		tensor: self,
	});
}
