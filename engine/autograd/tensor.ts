/** The abstract tensor: shape, memory and autograd state, with its numbers when they are all known. */
import { type Dim, add, isKnown, mul } from "../shape/dim.ts";
import { type DType, dtypes, isDifferentiable, type Numbers } from "../shape/dtype.ts";
import { contiguousStrides, elementOffsets, isContiguous, isNonOverlappingAndDense, numel, type Sizes } from "../shape/shape.ts";
import type { AccumulateGrad, Edge, Node } from "./node.ts";
import { Storage, VersionCounter } from "./storage.ts";
import { type Where, world } from "./world.ts";

/** How a view came to be, which decides whether it may be written (spec section 2.6). */
export type CreationMeta = "DEFAULT" | "NO_GRAD" | "INFERENCE" | "MULTI_OUTPUT" | "CUSTOM_FUNCTION";

/** Present on differentiable views. */
export interface ViewMeta {
	/** The root base, never itself a view. */
	base: Tensor;
	creationMeta: CreationMeta;
	/** Version at which `gradFn` was last computed. */
	attrVersion: number;
	/** Rebuilds this view from the base when as_strided cannot express it (view_as_complex ...); null: as_strided. */
	replay: ((base: Tensor) => Tensor) | null;
}

/** What a node keeps of a tensor that it did not save. */
export interface TensorMeta {
	readonly sizes: Sizes;
	/** null: row-major. */
	readonly strides: readonly Dim[] | null;
	readonly offset: Dim;
	readonly dtype: DType;
	readonly requiresGrad: boolean;
}

/** Is given null when the node ran but no gradient came to this tensor. */
export type TensorHook = {
	id: number /** A Python function, as warnings show it. */;
	text?: () => string;
	call: (grad: Tensor | null) => Tensor | null;
};

/** What few tensors have: all others do without the room for it. */
class Rare {
	accumulator: AccumulateGrad | null = null;
	retainsGrad = false;
	hooks: TensorHook[] | null = null;
	postAccumulateHooks: PostAccumulateHook[] | null = null;
	attrs: Map<string, unknown> | null = null;
}
interface PostAccumulateHook {
	id: number;
	call: (t: Tensor) => void;
}

export class Tensor {
	readonly id: number = world.tensors++;
	sizes: Sizes;
	/** null: contiguous. */
	strides: readonly Dim[] | null;
	offset: Dim;
	dtype: DType;
	device = "cpu";
	storage: Storage;
	counter: VersionCounter;
	/** The tensor's own flag; `requiresGrad` (view.ts) is what Python sees. */
	requiresGradFlag = false;
	/** Stored grad_fn; read it through `gradFnOf` (view.ts), which refreshes stale views. */
	gradFn: Node | null = null;
	outputNr = 0;
	grad: Tensor | null = null;
	view: ViewMeta | null = null;
	isInference = false;
	/** How many places of a backward that is under way hold this very gradient: one that only the engine holds is added to in place, or becomes a leaf's `.grad`. */
	holders = 0;
	/** A Python number wrapped for an op: takes no part in dtype promotion beyond its category. */
	isWrappedNumber = false;
	/** The shape is not known at all: `sizes` is then a guess of one unknown dim and nothing may be concluded from it. */
	unknownShape = false;
	/** The dtype is a guess. */
	unknownDtype = false;
	/** requires_grad itself is not known: the tensor came out of code we do not model. No finding may rest on its graph. */
	unknownGrad = false;
	/** What it was computed from where no graph was recorded; kept only while a record is made, to find where a graph was cut. */
	lineage: readonly Tensor[] | null = null;
	/** Python class (torch.Tensor, nn.Parameter, a user's subclass); owned by the layers above. */
	pyClass: unknown = null;
	#rare: Rare | null = null;
	/** The last one made of it: most nodes that ask find it as it still is. */
	meta: TensorMeta | null = null;
	/** Where it was made, and a name for messages when the program gave it one. */
	where: Where;
	name: string | null = null;

	constructor(
		sizes: Sizes,
		dtype: DType,
		storage: Storage,
		strides: readonly Dim[] | null = null,
		offset: Dim = 0,
		counter: VersionCounter = new VersionCounter(),
	) {
		this.sizes = sizes;
		this.dtype = dtype;
		this.storage = storage;
		this.strides = strides;
		this.offset = offset;
		this.counter = counter;
		this.where = world.where();
		this.isInference = world.inferenceMode;
	}

	/** A fresh tensor; `data` row-major (length = numel × width), or null when its numbers are not known. */
	static make(sizes: Sizes, dtype: DType, data: Numbers | null = null): Tensor {
		const n = numel(sizes);
		return new Tensor(sizes, dtype, new Storage(data, dtype, typeof n === "number" ? n : null));
	}

	/** A 0-dim tensor around a Python number, as the operators wrap their scalars. */
	static wrap(value: number | boolean, isFloat: boolean): Tensor {
		const dtype = typeof value === "boolean" ? dtypes.bool : isFloat ? dtypes.float64 : dtypes.int64;
		const data = dtype.make(1);
		data[0] = Number(value);
		const t = Tensor.make([], dtype, data);
		t.isWrappedNumber = true;
		return t;
	}

	/** The same for a complex number. */
	static wrapComplex(re: number, im: number): Tensor {
		const t = Tensor.make([], dtypes.complex128, new Float64Array([re, im]));
		t.isWrappedNumber = true;
		return t;
	}

	/** The leaf's AccumulateGrad node, made when first needed. */
	get accumulator(): AccumulateGrad | null {
		return this.#rare === null ? null : this.#rare.accumulator;
	}
	set accumulator(node: AccumulateGrad | null) {
		if (node !== null || this.#rare !== null) (this.#rare ??= new Rare()).accumulator = node;
	}
	get retainsGrad(): boolean {
		return this.#rare?.retainsGrad === true;
	}
	set retainsGrad(flag: boolean) {
		if (flag || this.#rare !== null) (this.#rare ??= new Rare()).retainsGrad = flag;
	}
	/** Hooks of a leaf; a non-leaf's hooks live on its node. */
	get hooks(): TensorHook[] | null {
		return this.#rare === null ? null : this.#rare.hooks;
	}
	set hooks(hooks: TensorHook[] | null) {
		if (hooks !== null || this.#rare !== null) (this.#rare ??= new Rare()).hooks = hooks;
	}
	get postAccumulateHooks(): PostAccumulateHook[] | null {
		return this.#rare === null ? null : this.#rare.postAccumulateHooks;
	}
	set postAccumulateHooks(hooks: PostAccumulateHook[] | null) {
		if (hooks !== null || this.#rare !== null) (this.#rare ??= new Rare()).postAccumulateHooks = hooks;
	}
	/** Attributes set from Python. */
	get attrs(): Map<string, unknown> | null {
		return this.#rare === null ? null : this.#rare.attrs;
	}
	set attrs(attrs: Map<string, unknown> | null) {
		if (attrs !== null || this.#rare !== null) (this.#rare ??= new Rare()).attrs = attrs;
	}

	get dim(): number {
		return this.sizes.length;
	}
	get numel(): Dim {
		return numel(this.sizes);
	}
	get version(): number {
		return this.counter.version;
	}
	/** Strides as PyTorch shows them. */
	get stridesOrContiguous(): readonly Dim[] {
		return this.strides ?? contiguousStrides(this.sizes);
	}
	get isContiguous(): boolean {
		return isContiguous(this.sizes, this.strides);
	}
	get isKnown(): boolean {
		return this.storage.data !== null && this.numberSizes() !== null;
	}

	/** Sizes as integers, or null when some are symbolic. */
	numberSizes(): number[] | null {
		for (const s of this.sizes) if (typeof s !== "number") return null;
		return this.sizes as number[];
	}

	/** The numbers in row-major order: the storage's own array when it is contiguous and covers it exactly, else a copy. Null when unknown. Do not write to it. */
	numbers(): Numbers | null {
		const data = this.storage.data;
		if (data === null) return null;
		const n = this.numel;
		if (!isKnown(n) || !isKnown(this.offset)) return null;
		const w = this.dtype.width;
		if (this.strides === null || this.isContiguous) {
			if (this.offset === 0 && data.length === n * w) return data;
			return data.subarray(this.offset * w, (this.offset + n) * w) as Numbers;
		}
		const offsets = this.elementOffsets();
		if (offsets === null) return null;
		const out = this.dtype.make(n * w);
		if (w === 1) for (let i = 0; i < n; i++) out[i] = data[offsets[i]!]!;
		else
			for (let i = 0; i < n; i++) {
				out[2 * i] = data[2 * offsets[i]!]!;
				out[2 * i + 1] = data[2 * offsets[i]! + 1]!;
			}
		return out;
	}

	/** Storage offset of each element in row-major order; null when symbolic. */
	elementOffsets(): Int32Array | null {
		const sizes = this.numberSizes();
		if (sizes === null || !isKnown(this.offset)) return null;
		const strides = this.stridesOrContiguous;
		for (const s of strides) if (typeof s !== "number") return null;
		return elementOffsets(sizes, strides as number[], this.offset);
	}

	/** Writes row-major numbers into the memory; unknown numbers make the whole storage unknown. No version bump. */
	write(values: Numbers | null): void {
		const storage = this.storage;
		if (values === null || storage.data === null) {
			const n = this.numel;
			// A write of the whole storage makes it known again.
			const whole = values !== null && this.offset === 0 && isKnown(n) && storage.elements === n && n <= world.elements;
			if (whole && this.isContiguous) {
				storage.data = convert(values, storage.dtype);
				return;
			}
			if (!whole || !isNonOverlappingAndDense(this.sizes, this.strides)) {
				if (values !== null && storage.elements !== null && storage.elements <= world.elements) writePiece(this, values);
				else storage.data = null;
				return;
			}
			storage.data = storage.dtype.make(values.length);
		}
		const data = storage.data;
		const w = this.dtype.width;
		const round = this.dtype.round;
		if (this.isContiguous) {
			if (values.length === 0) return;
			const at = (this.offset as number) * w;
			if (round === null) data.set(values, at);
			else for (let i = 0; i < values.length; i++) data[at + i] = round(values[i]!);
			return;
		}
		const offsets = this.elementOffsets();
		if (offsets === null) {
			storage.data = null;
			return;
		}
		for (let i = 0; i < offsets.length; i++)
			for (let k = 0; k < w; k++) {
				const v = values[i * w + k]!;
				data[offsets[i]! * w + k] = round === null ? v : round(v);
			}
	}

	/** Writes some elements (row-major) of memory whose numbers are not known. */
	writeSome(values: Numbers, isWritten: Uint8Array): void {
		const places = this.elementOffsets();
		const elements = isWritten.reduce((sum, x) => sum + x, 0);
		if (places === null || this.dtype.width !== 1 || this.storage.elements === null || this.storage.elements > world.elements)
			return this.write(null);
		const kept = this.dtype.make(elements);
		let k = 0;
		for (let i = 0; i < values.length; i++) if (isWritten[i] === 1) kept[k++] = values[i]!;
		this.storage.writePiece(
			places.filter((_, i) => isWritten[i] === 1),
			kept,
			1,
		);
	}

	/** As `write` where several elements share a place: the elements that keep their number do not undo what another one wrote there. */
	writeChanged(values: Numbers): void {
		const before = this.numbers()?.slice() ?? null;
		const offsets = this.elementOffsets();
		const data = this.storage.data;
		if (before === null || offsets === null || data === null || this.dtype.width !== 1) return this.write(null);
		for (let i = 0; i < offsets.length; i++) if (!Object.is(values[i], before[i])) data[offsets[i]!] = values[i]!;
	}

	/** True when this tensor is known to cover its storage from the start (it allocated it and was not resized). */
	wholeStorage = true;

	/** An alias of the same memory with other geometry. Shares the version counter unless told otherwise. */
	alias(sizes: Sizes, strides: readonly Dim[] | null, offset: Dim, shareCounter = true): Tensor {
		const counter = !shareCounter
			? new VersionCounter()
			: this.isInference && !this.counter.isOff
				? new VersionCounter(true)
				: this.counter;
		const t = new Tensor(sizes, this.dtype, this.storage, strides, offset, counter);
		t.device = this.device;
		t.isInference = this.isInference;
		t.unknownShape = this.unknownShape;
		t.unknownDtype = this.unknownDtype;
		t.wholeStorage = false;
		return t;
	}

	/** The storage offset after moving `index` steps along `dim`. */
	offsetAt(dim: number, index: Dim): Dim {
		return add(this.offset, mul(index, this.stridesOrContiguous[dim]!));
	}

	/** The first number; for 0-dim tensors and wrapped numbers. Null when unknown. */
	first(): number | null {
		const data = this.storage.data;
		if (data === null || !isKnown(this.offset)) return null;
		return data[this.offset * this.dtype.width] ?? null;
	}

	get mayRequireGrad(): boolean {
		return isDifferentiable(this.dtype);
	}
}

function writePiece(t: Tensor, values: Numbers): void {
	const places = t.elementOffsets();
	if (places === null) t.storage.data = null;
	else t.storage.writePiece(places, convert(values, t.dtype), t.dtype.width);
}

/** The numbers in another dtype's array, rounded to it. */
export function convert(values: Numbers, dtype: DType): Numbers {
	const out = dtype.make(values.length);
	const round = dtype.round;
	if (round === null) out.set(values);
	else for (let i = 0; i < values.length; i++) out[i] = round(values[i]!);
	return out;
}

export type GradientEdge = Edge;
