/** Pools whose windows follow from the output size (adaptive, fractional), and max_unpool. */
import { type Dim, dimText, isKnown } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { sameSizes, type Sizes, sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call, callInPlace, callMany, meanDims, squeeze, unsqueeze, zerosLike } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { channelsLast, isLikeChannelsLast, keepsFormat } from "../kernel/formats.ts";
import { adaptive, avgPool, avgPoolBackward, maxPool, placed, scatterPlanes } from "../kernel/pool.ts";
import { check, rounded, runtimeError, spread, unknownNumbers } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";
import { checkDims, lowestOf, maxBackwardNumbers, pickAt, three } from "./nn-pool.ts";

const outSizes = (x: Tensor, n: number, out: Dim[]): Dim[] => [...x.sizes.slice(0, x.dim - n), ...out];
const windows = (x: Tensor, n: number, out: Dim[]) => three(out.map((o, i) => adaptive(x.sizes[x.dim - n + i] as number, o as number)));
const planesOf = (x: Tensor, n: number): number => count(x.sizes.slice(0, x.dim - n))!;

function checkInput(name: string, x: Tensor, n: number, isMax: boolean): void {
	check(
		x.dim === n + 1 || x.dim === n + 2,
		() => `${name}(): Expected ${n + 1}D or ${n + 2}D tensor, but got${isMax ? ":" : ""} ${sizesText(x.sizes)}`,
	);
	for (let i = x.dim - n; i < x.dim; i++)
		check(
			x.sizes[i] !== 0,
			() =>
				`${name}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ${sizesText(x.sizes)} with dimension ${i} being empty`,
		);
}

function avgForward(n: number) {
	return (x: Tensor, size: Dim[]): Tensor => {
		const name = `adaptive_avg_pool${n}d`;
		const out = spread(size, n);
		checkInput(name, x, n, false);
		if (x.dtype.category !== 2)
			throw new TorchError("NotImplementedError", `"${name}${n === 3 ? "_cpu" : ""}" not implemented for '${x.dtype.scalarType}'`, {
				key: "NOT_IMPLEMENTED_FOR",
			});
		const sizes = outSizes(x, n, out);
		const total = count(sizes);
		if (total === null || count(x.sizes) === null || !affordable([x], total, count(x.sizes)! + total))
			return unknownNumbers(sizes, x.dtype);
		return rounded(sizes, x.dtype, avgPool(x.numbers()!, planesOf(x, n), windows(x, n, out), null));
	};
}

function avgBackward(n: number) {
	return (grad: Tensor, x: Tensor): Tensor => {
		const total = count(x.sizes);
		if (total === null || count(grad.sizes) === null || !affordable([grad], total)) return unknownNumbers(x.sizes, grad.dtype);
		return rounded(
			x.sizes,
			grad.dtype,
			avgPoolBackward(grad.numbers()!, planesOf(x, n), windows(x, n, grad.sizes.slice(grad.dim - n) as Dim[]), null),
		);
	};
}

function maxForward(n: number) {
	return (x: Tensor, size: Dim[]): Tensor[] => {
		const name = `adaptive_max_pool${n}d`;
		check(x.dim === n + 1 || x.dim === n + 2, () => `${name}(): Expected ${n + 1}D or ${n + 2}D tensor, but got: ${sizesText(x.sizes)}`);
		const out = spread(size, n);
		check(out.length === n, () => `${name}(): internal error: output_size.size() must be ${n}`);
		const sizes = outSizes(x, n, out);
		const total = count(sizes);
		if (total === null || count(x.sizes) === null || !affordable([x], total, count(x.sizes)! + total))
			return [unknownNumbers(sizes, x.dtype), unknownNumbers(sizes, dtypes.int64)];
		const { values, indices } = maxPool(x.numbers()!, planesOf(x, n), windows(x, n, out), lowestOf(x));
		return [rounded(sizes, x.dtype, values), rounded(sizes, dtypes.int64, indices)];
	};
}

/** Where the pseudo-random windows of one dimension start. */
function fractionalStarts(sample: number, size: number, out: number, kernel: number): number[] {
	const starts: number[] = [];
	const alpha = out > 1 ? Math.fround((size - kernel) / (out - 1)) : 0;
	for (let i = 0; i < out - 1; i++)
		starts.push(Math.trunc(Math.fround(Math.fround(i + sample) * alpha)) - Math.trunc(Math.fround(sample * alpha)));
	if (out > 0) starts.push(size - kernel);
	return starts;
}

function fractional(n: number) {
	return (x: Tensor, kernelArg: Dim[], outArg: Dim[], samples: Tensor): Tensor[] => {
		const name = `fractional_max_pool${n}d`;
		const kernel = spread(kernelArg, n) as number[];
		const out = spread(outArg, n) as number[];
		const words = n === 2 ? ["height", "width"] : ["time", "height", "width"];
		for (let i = 0; i < n; i++) {
			const s = x.sizes[x.dim - n + i]!;
			check(
				!isKnown(s) || !isKnown(out[i]!) || out[i]! + kernel[i]! - 1 <= s,
				() => `${name}(): pool ${words[i]} ${kernel[i]} too large relative to input ${words[i]} ${dimText(s)}`,
			);
		}
		const sizes = outSizes(x, n, out);
		const total = count(sizes);
		if (total === null || count(x.sizes) === null || !affordable([x, samples], total))
			return [unknownNumbers(sizes, x.dtype), unknownNumbers(sizes, dtypes.int64)];
		const values = new Float64Array(total);
		const indices = new Float64Array(total);
		const planes = planesOf(x, n);
		const inside = count(x.sizes)! / planes;
		const place = total / planes;
		const random = samples.numbers()!;
		for (let p = 0; p < planes; p++) {
			// Two dimensions keep the column's sample first.
			const starts = out.map((o, i) =>
				fractionalStarts(random[p * n + (n === 2 ? 1 - i : i)]!, x.sizes[x.dim - n + i] as number, o, kernel[i]!),
			);
			const w = three(starts.map((s, i) => placed(x.sizes[x.dim - n + i] as number, s, kernel[i]!)));
			const r = maxPool(x.numbers()!.subarray(p * inside, (p + 1) * inside), 1, w, lowestOf(x));
			values.set(r.values, p * place);
			indices.set(r.indices, p * place);
		}
		return [rounded(sizes, x.dtype, values), rounded(sizes, dtypes.int64, indices)];
	};
}

function unpool(n: number) {
	return (x: Tensor, indices: Tensor, size: Dim[]): Tensor => {
		const out = spread(size, n);
		check(indices.dtype.name === "int64", () => `elements in indices should be type int64 but got: ${indices.dtype.scalarType}`);
		check(
			sameSizes(x.sizes, indices.sizes) || count(x.sizes) === null || count(indices.sizes) === null,
			() =>
				`Expected shape of indices to be same as that of the input tensor (${sizesText(x.sizes)}) but got indices tensor with shape: ${sizesText(indices.sizes)}`,
		);
		const sizes = outSizes(x, n, out);
		const total = count(sizes);
		if (total === null || count(x.sizes) === null || !affordable([x, indices], total)) return unknownNumbers(sizes, x.dtype);
		const planes = planesOf(x, n);
		const inside = total / planes;
		const values = x.numbers()!;
		const where = indices.numbers()!;
		const result = new Float64Array(total);
		const per = values.length / planes;
		for (let i = 0; i < values.length; i++) {
			const at = where[i]!;
			if (at < 0 || at >= inside)
				throw runtimeError(`Found an invalid max index: ${at} (output volumes are of size ${out.map(dimText).join("x")})`);
			result[Math.floor(i / per) * inside + at] = values[i]!;
		}
		return rounded(sizes, x.dtype, result);
	};
}

for (const n of [2, 3]) {
	defineRows({
		[`_adaptive_avg_pool${n}d`]: {
			forward: n === 2 ? keepsFormat(avgForward(n)) : avgForward(n),
			grad: { self: (g, e) => call(`_adaptive_avg_pool${n}d_backward`, g, e.self) },
		},
		[`_adaptive_avg_pool${n}d_backward`]: {
			forward: avgBackward(n),
			grad: {
				grad_output: (g, e) => call(`_adaptive_avg_pool${n}d`, g, (e.grad_output.sizes as Sizes).slice(-n)),
				self: (_g, e) => zerosLike(e.self),
			},
		},
		[`adaptive_max_pool${n}d`]: {
			forward: n === 2 ? keepsFormat(maxForward(n)) : maxForward(n),
			grad: { self: (g, e) => call(`adaptive_max_pool${n}d_backward`, g, e.self, e.result1) },
		},
		[`adaptive_max_pool${n}d_backward`]: {
			forward: (grad, self, indices) => maxBackwardNumbers(grad, self, indices, n),
			grad: { grad_output: (g, e) => pickAt(g, e.indices, n), self: (_g, e) => zerosLike(e.self) },
		},
		[`fractional_max_pool${n}d`]: {
			forward: fractional(n),
			grad: { self: (g, e) => call(`fractional_max_pool${n}d_backward`, g, e.self, e.kernel_size, e.output_size, e.result1) },
		},
		[`fractional_max_pool${n}d_backward`]: {
			forward: (grad: Tensor, self: Tensor, _k, _o, indices: Tensor) => {
				const inside = count(self.sizes.slice(self.dim - n));
				const total = count(self.sizes);
				if (total === null || inside === null || !affordable([grad, indices], total)) return unknownNumbers(self.sizes, grad.dtype);
				return rounded(self.sizes, grad.dtype, scatterPlanes(grad.numbers()!, indices.numbers()!, total / inside, inside));
			},
			grad: { grad_output: (g, e) => pickAt(g, e.indices, n), self: (_g, e) => zerosLike(e.self) },
		},
		[`max_unpool${n}d`]: { forward: n === 2 ? keepsFormat(unpool(n)) : unpool(n), grad: { self: (g, e) => pickAt(g, e.indices, n) } },
	});
}

/** PyTorch gives the means of channels-last memory its strides in place. */
function channelsInnermost(x: Tensor, means: Tensor): Tensor {
	const strides = isLikeChannelsLast(x) ? channelsLast(means.sizes) : null;
	return strides === null ? means : callInPlace("as_strided", [means, [...means.sizes], strides, null]);
}

function average(n: number) {
	return (x: Tensor, size: Dim[]): Tensor => {
		const name = `adaptive_avg_pool${n}d`;
		const out = spread(size, n);
		check(out.length === n, () => `${name}: output_size must be ${n}`);
		check(
			out.every((o) => !isKnown(o) || o >= 0),
			() => `${name}: elements of output_size must be greater than or equal to 0 but received {${out.map(dimText).join(", ")}}`,
		);
		if (out.every((o) => o === 1)) return channelsInnermost(x, meanDims(x, n === 2 ? [-1, -2] : [-1, -2, -3], true));
		return call(`_${name}`, x, out);
	};
}

defineComposites({
	adaptive_avg_pool2d: average(2),
	adaptive_avg_pool3d: average(3),
	adaptive_avg_pool1d: (x: Tensor, size: Dim[]) => {
		if (!x.unknownShape) checkDims("adaptive_avg_pool1d", x);
		const out = spread(size, 1);
		check(out.length === 1, () => `adaptive_avg_pool1d() argument 'output_size' should contain one int (got ${out.length})`);
		return squeeze(call("adaptive_avg_pool2d", unsqueeze(x, -2), [1, out[0]!]), -2);
	},
	adaptive_max_pool1d: (x: Tensor, size: Dim[]) => {
		if (!x.unknownShape) checkDims("adaptive_max_pool1d", x);
		const out = spread(size, 1);
		check(out.length === 1, () => `adaptive_max_pool1d() argument 'output_size' should contain one int (got ${out.length})`);
		const r = callMany("adaptive_max_pool2d", unsqueeze(x, -2), [1, out[0]!]);
		return [squeeze(r[0]!, -2), squeeze(r[1]!, -2)];
	},
});
