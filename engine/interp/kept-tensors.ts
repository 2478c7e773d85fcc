/** Tensors that modules hold as constants: plain, without a graph, every number known. What a path does to one is taken back. */
import type { Numbers } from "../shape/dtype.ts";
import { VersionCounter } from "../autograd/storage.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { type PyTensor, tensorClass } from "../values/tensor.ts";

export interface KeptTensor {
	tensor: Tensor;
	fields: Partial<Tensor>;
	data: Numbers;
}
/** More numbers are no constant but data. */
const LARGEST = 65_536;

export function asConstant(object: PyTensor): KeptTensor | null {
	const { tensor } = object;
	const { data } = tensor.storage;
	const isPlain =
		object.cls === tensorClass &&
		object.dict === null &&
		tensor.attrs === null &&
		tensor.view === null &&
		tensor.version === 0 &&
		tensor.counter.foreign === null;
	const hasGraph = tensor.requiresGradFlag || tensor.gradFn !== null || tensor.grad !== null || tensor.hooks !== null || tensor.unknownGrad;
	if (!isPlain || hasGraph || data === null || data.length > LARGEST || tensor.unknownShape) return null;
	return { tensor, fields: { ...tensor, lineage: null }, data: data.slice() };
}

/** Later tensors are counted as if this one had just been made; its own number must not be one of theirs. */
let numbered = 0;
export function keepTensor({ tensor, fields }: KeptTensor): void {
	const id = --numbered;
	Object.assign(tensor, { id, lineage: null });
	Object.assign(tensor.storage, { id });
	Object.assign(fields, { id });
}
export function restoreTensor({ tensor, fields, data }: KeptTensor): void {
	Object.assign(tensor, fields, { counter: new VersionCounter() });
	tensor.storage.data = data.slice();
}
