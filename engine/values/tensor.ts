/** Tensors, dtypes, sizes and devices as Python values. A tensor has one Python object for its whole life (`py`). */
import { type Dim, isKnown, symbol } from "../shape/dim.ts";
import { type DType, dtypes, type DTypeName } from "../shape/dtype.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { builtinClass, Obj, PyFloat, PyInstance, PyTuple, SymInt, tupleClass, Unknown, type Value, type PyClass } from "./value.ts";

export const tensorClass = builtinClass("Tensor", undefined, "torch");
export const parameterClass = builtinClass("Parameter", [tensorClass], "torch.nn.parameter");
export const bufferClass = builtinClass("Buffer", [tensorClass], "torch.nn.parameter");
export const dtypeClass = builtinClass("dtype", undefined, "torch");
export const deviceClass = builtinClass("device", undefined, "torch");
export const sizeClass = builtinClass("Size", [tupleClass], "torch");

/** The Python object of a tensor. `cls` is torch.Tensor, Parameter or a subclass of the user's. */
export class PyTensor extends Obj {
	cls: PyClass;
	readonly tensor: Tensor;
	constructor(tensor: Tensor, cls: PyClass = tensorClass) {
		super();
		this.tensor = tensor;
		this.cls = cls;
		tensor.pyClass = this;
	}
}

/** The tensor's Python object, made on first use. */
export function py(t: Tensor): PyTensor {
	return (t.pyClass as PyTensor | null) ?? new PyTensor(t);
}
/** The Python object with class `cls` (Parameter ...); the tensor must be fresh. */
export function pyAs(t: Tensor, cls: PyClass): PyTensor {
	const o = py(t);
	o.cls = cls;
	return o;
}
export const isTensor = (v: Value | undefined): v is PyTensor => v instanceof PyTensor;
export const isParameter = (v: Value | undefined): v is PyTensor => v instanceof PyTensor && v.cls.isSubclassOf(parameterClass);
export const tensorOf = (v: Value | undefined): Tensor | null => (v instanceof PyTensor ? v.tensor : null);

export class PyDType extends Obj {
	cls: PyClass = dtypeClass;
	readonly dtype: DType;
	constructor(dtype: DType) {
		super();
		this.dtype = dtype;
	}
}
const dtypeObjects = new Map<DTypeName, PyDType>();
/** `torch.float32` as the one object that `is` compares. */
export function pyDType(d: DType): PyDType {
	let o = dtypeObjects.get(d.name);
	if (o === undefined) {
		o = new PyDType(d);
		dtypeObjects.set(d.name, o);
	}
	return o;
}

export class PyDevice extends Obj {
	cls: PyClass = deviceClass;
	readonly type: string;
	readonly index: number | null;
	constructor(type: string, index: number | null) {
		super();
		this.type = type;
		this.index = index;
	}
	get text(): string {
		return this.index === null ? this.type : `${this.type}:${this.index}`;
	}
}

/** `torch.Size([2, 3])`: a tuple with a class of its own. */
export function pySize(sizes: readonly Dim[]): PyTuple {
	const t = new PyTuple(sizes.map(pyDim));
	t.cls = sizeClass;
	return t;
}
export const pyDim = (d: Dim): Value => (isKnown(d) ? d : new SymInt(d));
/** A dimension from a Python int (also a symbolic or unknown one); null when it is no integer. */
export function dimOf(v: Value): Dim | null {
	if (typeof v === "number") return v;
	if (typeof v === "boolean") return Number(v);
	if (v instanceof SymInt) return v.dim;
	if (v instanceof Unknown) return symbol(`?${v.key}`);
	if (v instanceof PyInstance && typeof v.native === "number") return v.native;
	if (v instanceof PyTensor && v.tensor.dim === 0 && v.tensor.dtype.category < 2) return v.tensor.first() ?? symbol(`?t${v.tensor.id}`);
	return null;
}

/** A Python number from a tensor's number: bool, int or float by dtype. */
export function pyNumber(x: number, dtype: DType): Value {
	if (dtype.category === 0) return x !== 0;
	if (dtype.category === 1) return Number.isSafeInteger(x) ? x : BigInt(x);
	return new PyFloat(x);
}
export const floatDType = dtypes.float32;
