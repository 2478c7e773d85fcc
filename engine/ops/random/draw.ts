/** Filling tensors with random numbers in PyTorch's order and number of draws. */
import { type DType, dtypes, type Numbers } from "../../shape/dtype.ts";
import type { Sizes } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { inMemory } from "../kernel/order.ts";
import { defaultGenerator, Generator } from "./generator.ts";
import { singleBoxMuller } from "./single-precision.ts";

/** What a random number costs, in multiply-adds of a matrix product. */
const EACH = 16;
/** More draws than this are not followed: the generator's numbers are unknown afterwards. */
const MOST_DRAWS = 1 << 22;

/** The generator of a random operation, which vmap may refuse. */
export function generatorOf(g: unknown): Generator {
	if (world.transform?.forbidsRandom === true)
		throw new TorchError(
			"RuntimeError",
			"vmap: called random operation while in randomness error mode. Please either use the 'same' or 'different' randomness flags on vmap or perform the randomness operation out of vmap",
			{ key: "VMAP_RANDOM" },
		);
	return g instanceof Generator ? g : defaultGenerator();
}

/** Where the numbers go: the tensor's shape and memory order. */
export interface Target {
	sizes: Sizes;
	strides: Tensor["strides"];
	dtype: DType;
	isContiguous: boolean;
	device?: unknown;
}

/**
 * Runs `fill` when the numbers can be known; it gets an array in memory order. `drawsPerElement` is what `fill` takes from the
 * generator, for tensors whose numbers are not kept (null: not told beforehand).
 */
export function draw(
	target: Target,
	generator: Generator,
	inputs: readonly Tensor[],
	fill: (out: Float64Array) => void,
	drawsPerElement: number | ((n: number) => number) | null,
): Tensor {
	const { sizes, dtype } = target;
	if (target.device === "meta") return inMemory(sizes, dtype, null, dense(target));
	const n = count(sizes);
	const elements = n === null ? null : n * dtype.width;
	if (!generator.isKnown || elements === null || !affordable(inputs, elements, EACH * elements)) {
		if (generator.isKnown) {
			const draws =
				elements === null || drawsPerElement === null
					? null
					: typeof drawsPerElement === "number"
						? elements * drawsPerElement
						: drawsPerElement(elements);
			if (draws === null || draws > MOST_DRAWS) generator.forget();
			else generator.skip(draws);
		}
		return inMemory(sizes, dtype, null, dense(target));
	}
	const values = new Float64Array(elements);
	fill(values);
	const data = dtype.make(elements);
	const round = dtype.round;
	if (round === null) data.set(values);
	else for (let i = 0; i < elements; i++) data[i] = round(values[i]!);
	return arranged(target, data);
}

const dense = (target: Target): Tensor["strides"] => (target.isContiguous ? null : target.strides);

/** A tensor of the target's shape whose memory holds `data` from its lowest address on. */
function arranged(target: Target, data: Numbers): Tensor {
	if (target.strides === null || target.isContiguous) return Tensor.make(target.sizes, target.dtype, data);
	const probe = Tensor.make(target.sizes, dtypes.int64, null);
	probe.strides = target.strides;
	const offsets = probe.elementOffsets()!;
	const order = Array.from(offsets, (_, i) => i).sort((a, b) => offsets[a]! - offsets[b]!);
	const rowMajor = target.dtype.make(data.length);
	const w = target.dtype.width;
	order.forEach((at, i) => {
		for (let k = 0; k < w; k++) rowMajor[at * w + k] = data[i * w + k]!;
	});
	return Tensor.make(target.sizes, target.dtype, rowMajor);
}

const single = (dtype: DType): boolean => dtype.itemSize <= 4 || dtype === dtypes.complex64 || dtype === dtypes.complex32;

/** Uniform numbers in [from, to): 24 bits for float32, 53 for float64. */
export function fillUniform(g: Generator, dtype: DType, out: Float64Array, from: number, to: number): void {
	if (single(dtype)) {
		const low = Math.fround(from);
		const range = Math.fround(Math.fround(to) - low);
		for (let i = 0; i < out.length; i++) out[i] = Math.fround(g.float() * range + low);
	} else for (let i = 0; i < out.length; i++) out[i] = g.double() * (to - from) + from;
}
export const uniformDraws = (dtype: DType): number => (single(dtype) ? 1 : 2);

/** One block of the vectorised Box-Muller transformation. */
function transform(out: Float64Array, at: number, mean: number, std: number): void {
	for (let j = at; j < at + 8; j++) {
		const u1 = 1 - out[j]!;
		const radius = Math.sqrt(-2 * Math.log(u1));
		const theta = 2 * Math.PI * out[j + 8]!;
		out[j] = radius * Math.cos(theta) * std + mean;
		out[j + 8] = radius * Math.sin(theta) * std + mean;
	}
}

/** Normal numbers: one by one below 16 elements (or in memory with holes), by blocks of 16 otherwise. */
export function fillNormal(g: Generator, dtype: DType, out: Float64Array, mean: number, std: number, contiguous: boolean): void {
	const n = out.length;
	if (n < 16 || !contiguous) {
		for (let i = 0; i < n; i++) out[i] = g.normal() * std + mean;
		return;
	}
	fillUniform(g, dtype, out, 0, 1);
	const block = dtype === dtypes.float32 ? singleBoxMuller : transform;
	for (let i = 0; i + 16 <= n; i += 16) block(out, i, mean, std);
	if (n % 16 !== 0) {
		// The last 16 are drawn again and transformed once more.
		fillUniform(g, dtype, out.subarray(n - 16), 0, 1);
		block(out, n - 16, mean, std);
	}
}
export const normalDraws =
	(dtype: DType, contiguous: boolean) =>
	(n: number): number =>
		n < 16 || !contiguous ? 2 * (n + (n % 2)) : uniformDraws(dtype) * (n + (n % 16 === 0 ? 0 : 16));

/** Integers in [from, from + range). */
export function fillIntegers(g: Generator, out: Float64Array, from: number, range: number): void {
	if (range >= 2 ** 28) {
		const r = BigInt(range);
		for (let i = 0; i < out.length; i++) out[i] = Number(g.u64() % r) + from;
	} else for (let i = 0; i < out.length; i++) out[i] = (g.u32() % range) + from;
}
export const integerDraws = (range: number): number => (range >= 2 ** 28 ? 2 : 1);
