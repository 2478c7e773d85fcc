/** Max and average pooling, with windows of a fixed size: the 2-d and 3-d nodes, and the 1-d forms built on them. */
import { add, type Dim, dimText, floorDiv, isKnown, mul, product, sub } from "../../shape/dim.ts";
import { dtypes } from "../../shape/dtype.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { requiresGrad } from "../../autograd/view.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { call, callMany, clone, squeeze, unsqueeze, zerosLike } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { formatted, keepsFormat } from "../kernel/formats.ts";
import { avgPool, avgPoolBackward, maxPool, scatterPlanes, sliding, type Windows } from "../kernel/pool.ts";
import { check, notImplementedFor, rounded, runtimeError, spread, unknownNumbers } from "../kernel/rounded.ts";
import { defineComposites, defineRows } from "../row.ts";

/** Three window lists; dimensions the op does not have get one trivial window. */
export type Three = [Windows, Windows, Windows];
export const three = (windows: Windows[]): Three =>
	[...new Array(3 - windows.length).fill(0).map(() => sliding(1, 1, 1, 1, 0, 1)), ...windows] as Three;

/** PyTorch's pooling_output_shape. */
export function pooledSize(x: Dim, kernel: Dim, stride: Dim, padding: Dim, dilation: Dim, ceil: boolean): Dim {
	const room = sub(sub(add(x, mul(2, padding)), mul(dilation, sub(kernel, 1))), 1);
	const out = add(floorDiv(ceil ? add(room, sub(stride, 1)) : room, stride), 1);
	// The last window must start inside the input or its left padding.
	if (ceil && isKnown(out) && isKnown(x) && isKnown(stride) && isKnown(padding) && (out - 1) * stride >= x + padding) return out - 1;
	return out;
}

/** How the arguments of one pooling call read after spreading, with output sizes. */
interface Plan {
	sizes: Dim[];
	kernel: number[];
	stride: number[];
	padding: number[];
	dilation: number[];
	planes: number | null;
	spatial: Dim[];
}

const TUPLE: Record<number, string> = { 2: "a tuple of two ints", 3: "a tuple of three ints" };

function planOf(
	name: string,
	x: Tensor,
	n: number,
	kernelArg: unknown,
	strideArg: unknown,
	paddingArg: unknown,
	dilationArg: unknown,
	ceil: boolean,
): Plan {
	const list = (value: unknown, what: string): number[] => {
		const out = spread(value as Dim, n) as number[];
		const omitted = what === "stride" && out.length === 0;
		if (out.length !== n && !omitted)
			throw runtimeError(`${name}: ${what} must either be ${what === "stride" ? "omitted, " : ""}a single int, or ${TUPLE[n]}`);
		return out;
	};
	const kernel = list(kernelArg, "kernel_size");
	const given = list(strideArg, "stride");
	const stride = given.length === 0 ? kernel : given;
	const padding = list(paddingArg, "padding");
	const dilation = list(dilationArg, "dilation");
	const isMax = name.startsWith("max");
	if (!isMax && n === 2 && x.dim < 3)
		throw new TorchError("IndexError", `Dimension out of range (expected to be in range of [${-x.dim}, ${x.dim - 1}], but got -3)`, {
			key: "DIM_RANGE",
		});
	const batchText = `${n + 1}D or ${n + 2}D`;
	if (n === 3 || x.dim < 3 || x.dim > 4)
		check(x.dim === n + 1 || x.dim === n + 2, () => `non-empty ${batchText} (batch mode) tensor expected for input`);
	for (let i = 0; i < n; i++) check(stride[i] !== 0, () => "stride should not be zero");
	const spatial = x.sizes.slice(x.dim - n) as Dim[];
	const out = spatial.map((s, i) => pooledSize(s, kernel[i]!, stride[i]!, padding[i]!, dilation[i]!, ceil));
	const letters = n === 2 ? ["H", "W"] : ["T", "H", "W"];
	check(
		kernel.every((k) => !isKnown(k) || k > 0),
		() => `kernel size should be greater than zero, but got ${letters.map((l, i) => `k${l}: ${kernel[i]}`).join(" ")}`,
	);
	check(
		dilation.every((d) => !isKnown(d) || d > 0),
		() => `dilation should be greater than zero, but got ${letters.map((l, i) => `dilation${l}: ${dilation[i]}`).join(" ")}`,
	);
	for (let i = 0; i < n; i++) {
		check(!isKnown(padding[i]!) || padding[i]! >= 0, () => `pad must be non-negative, but got pad: ${padding[i]}`);
		check(
			!isKnown(kernel[i]!) || padding[i]! <= Math.floor(((kernel[i]! - 1) * dilation[i]! + 1) / 2),
			() =>
				`pad should be at most half of effective kernel size, but got pad=${padding[i]}, kernel_size=${kernel[i]} and dilation=${dilation[i]}`,
		);
	}
	const inner = x.sizes.slice(x.dim - n - 1);
	check(
		!inner.includes(0),
		() =>
			`Expected ${batchText} (batch mode) tensor with optional 0 dim batch size for input, but got:${isMax ? "" : " "}${sizesText(x.sizes)}`,
	);
	const times = (channel: Dim, s: Sizes): string => `(${[channel, ...s].map(dimText).join("x")})`;
	check(
		out.every((o) => !isKnown(o) || o >= 1),
		() => `Given input size: ${times(inner[0]!, spatial)}. Calculated output size: ${times(inner[0]!, out)}. Output size is too small`,
	);
	const sizes = [...x.sizes.slice(0, x.dim - n), ...out];
	return { sizes, kernel, stride, padding, dilation, planes: count(x.sizes.slice(0, x.dim - n)), spatial };
}

const windowsOf = (p: Plan, n: number, includePad = true): Three =>
	three(
		p.spatial.map((s, i) =>
			sliding(
				s as number,
				p.sizes[p.sizes.length - n + i] as number,
				p.kernel[i]!,
				p.stride[i]!,
				p.padding[i]!,
				p.dilation[i]!,
				includePad,
			),
		),
	);

const volume = (list: number[]): number => list.reduce((a, b) => a * b, 1);
const LOWEST: Record<string, number> = { int64: -9223372036854775808, int32: -2147483648, int16: -32768, int8: -128, uint8: 0 };
export const lowestOf = (x: Tensor): number => LOWEST[x.dtype.name] ?? Number.NEGATIVE_INFINITY;

function maxForward(name: string, n: number) {
	return (x: Tensor, kernel: unknown, stride: unknown, padding: unknown, dilation: unknown, ceil: boolean): Tensor[] => {
		const p = planOf(name, x, n, kernel, stride, padding, dilation, ceil);
		if (x.dtype.name === "bool" || x.dtype.category === 3)
			throw new TorchError("NotImplementedError", `"${name}" not implemented for '${x.dtype.scalarType}'`, { key: "NOT_IMPLEMENTED_FOR" });
		const total = count(p.sizes);
		if (total === null || count(x.sizes) === null || !affordable([x], total, total * volume(p.kernel)))
			return [unknownNumbers(p.sizes, x.dtype), unknownNumbers(p.sizes, dtypes.int64)];
		const { values, indices } = maxPool(x.numbers()!, p.planes!, windowsOf(p, n), lowestOf(x));
		return [rounded(p.sizes, x.dtype, values), rounded(p.sizes, dtypes.int64, indices)];
	};
}

/** Gradient of a maximum: it goes to the place that was the largest. */
export function maxBackwardNumbers(grad: Tensor, self: Tensor, indices: Tensor, n: number): Tensor {
	const inside = count(self.sizes.slice(self.dim - n));
	const total = count(self.sizes);
	if (inside === null || total === null || !affordable([grad, indices], total)) return unknownNumbers(self.sizes, grad.dtype);
	return rounded(self.sizes, grad.dtype, scatterPlanes(grad.numbers()!, indices.numbers()!, inside === 0 ? 0 : total / inside, inside));
}

/** Second derivative of every kind of max pooling: picks the gradient at the places that were largest. */
export function pickAt(grad: Tensor, indices: Tensor, n: number): Tensor {
	const flatten = (t: Tensor): Dim[] => [...t.sizes.slice(0, t.dim - n), product(t.sizes.slice(t.dim - n))];
	const gathered = call("gather", call("reshape", grad, flatten(grad)), -1, call("reshape", indices, flatten(indices)), false);
	return call("view", gathered, [...indices.sizes]);
}

function avgForward(name: string, n: number) {
	return (
		x: Tensor,
		kernel: unknown,
		stride: unknown,
		padding: unknown,
		ceil: boolean,
		includePad: boolean,
		divisor: number | null,
	): Tensor => {
		if (divisor === 0) throw runtimeError("divisor must be not zero");
		const p = planOf(name, x, n, kernel, stride, padding, 1, ceil);
		if (x.dtype.category !== 2 && x.dtype.name !== "int64")
			throw new TorchError("NotImplementedError", `"${name}${n === 3 ? "_out_frame" : ""}" not implemented for '${x.dtype.scalarType}'`, {
				key: "NOT_IMPLEMENTED_FOR",
			});
		const total = count(p.sizes);
		if (total === null || count(x.sizes) === null || !affordable([x], total, total * volume(p.kernel)))
			return unknownNumbers(p.sizes, x.dtype);
		const values = avgPool(x.numbers()!, p.planes!, windowsOf(p, n, includePad), divisor);
		return rounded(p.sizes, x.dtype, x.dtype.category === 1 ? values.map(Math.trunc) : values);
	};
}

function avgBackward(name: string, n: number) {
	return (
		grad: Tensor,
		x: Tensor,
		kernel: unknown,
		stride: unknown,
		padding: unknown,
		ceil: boolean,
		includePad: boolean,
		divisor: number | null,
	): Tensor => {
		const p = planOf(name, x, n, kernel, stride, padding, 1, ceil);
		const total = count(x.sizes);
		if (total === null || !affordable([grad], total, total * volume(p.kernel))) return unknownNumbers(x.sizes, grad.dtype);
		return rounded(x.sizes, grad.dtype, avgPoolBackward(grad.numbers()!, p.planes!, windowsOf(p, n, includePad), divisor));
	};
}

for (const n of [2, 3]) {
	const max = `max_pool${n}d_with_indices`;
	const avg = `avg_pool${n}d`;
	defineRows({
		[max]: {
			forward: keepsFormat(maxForward(`max_pool${n}d`, n)),
			grad: { self: (g, e) => call(`${max}_backward`, g, e.self, e.kernel_size, e.stride, e.padding, e.dilation, e.ceil_mode, e.result1) },
		},
		[`${max}_backward`]: {
			forward: (grad, self, _k, _s, _p, _d, _c, indices) => formatted(self, maxBackwardNumbers(grad, self, indices, n)),
			grad: { grad_output: (g, e) => pickAt(g, e.indices, n), self: (_g, e) => zerosLike(e.self) },
		},
		[avg]: {
			forward: n === 2 ? keepsFormat(avgForward(avg, n)) : avgForward(avg, n),
			grad: {
				self: (g, e) =>
					call(`${avg}_backward`, g, e.self, e.kernel_size, e.stride, e.padding, e.ceil_mode, e.count_include_pad, e.divisor_override),
			},
		},
		[`${avg}_backward`]: {
			forward: avgBackward(avg, n),
			grad: {
				grad_output: (g, e) => call(avg, g, e.kernel_size, e.stride, e.padding, e.ceil_mode, e.count_include_pad, e.divisor_override),
				self: (_g, e) => zerosLike(e.self),
			},
		},
	});
}

/** The checks of max_pool1d, which come before those of the 2-d kernel. */
function checkMax1d(x: Tensor, kernel: number, stride: number, padding: number, dilation: number, ceil: boolean): void {
	check(
		x.dim === 2 || x.dim === 3,
		() => `max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:${sizesText(x.sizes)}`,
	);
	check(kernel > 0, () => `max_pool1d() kernel_size must be greater than zero, but got ${kernel}`);
	check(stride > 0, () => `max_pool1d() stride must be greater than zero, but got ${stride}`);
	check(padding >= 0, () => `max_pool1d() padding must be non-negative, but got ${padding}`);
	check(
		padding <= kernel / 2,
		() => `max_pool1d() padding should be at most half of kernel size, but got padding=${padding} and kernel_size=${kernel}`,
	);
	check(dilation > 0, () => `max_pool1d() dilation must be greater than zero, but got ${dilation}`);
	const out = pooledSize(x.sizes[x.dim - 1]!, kernel, stride, padding, dilation, ceil);
	check(!isKnown(out) || out > 0, () => `max_pool1d() Invalid computed output size: ${dimText(out)}`);
}

function max1dWithIndices(x: Tensor, kernel: unknown, stride: unknown, padding: unknown, dilation: unknown, ceil: boolean): Tensor[] {
	const one = (v: unknown): number | undefined => spread(v as Dim, 1)[0] as number | undefined;
	const k = one(kernel)!;
	const row = (v: unknown, first: number): Dim[] => (one(v) === undefined ? [] : [first, one(v)!]);
	const wide = unsqueeze(x, -2);
	const out = callMany("max_pool2d_with_indices", wide, [1, k], row(stride, 1), row(padding, 0), row(dilation, 1), ceil);
	return [squeeze(out[0]!, -2), squeeze(out[1]!, -2)];
}

defineComposites({
	max_pool1d: (x, kernel, stride, padding, dilation, ceil) => {
		const one = (v: unknown): number | undefined => spread(v as Dim, 1)[0] as number | undefined;
		if (!x.unknownShape) checkMax1d(x, one(kernel)!, one(stride) ?? one(kernel)!, one(padding)!, one(dilation)!, ceil);
		const plain = !recordsGrad(x);
		if (plain && x.dtype.category !== 2 && !x.unknownDtype) throw notImplementedFor("max_pool1d_impl", x.dtype);
		const out = max1dWithIndices(x, kernel, stride, padding, dilation, ceil)[0]!;
		if (!plain) return out;
		// The plain kernel serves when nothing is recorded: the numbers are the same, in memory of its own, and unbatched input counts a write.
		const own = clone(out);
		if (!x.unknownShape && x.dim === 2) own.counter.bump("max_pool1d");
		return own;
	},
	max_pool1d_with_indices: max1dWithIndices,
	max_pool2d: (x, ...rest) => callMany("max_pool2d_with_indices", x, ...rest)[0],
	max_pool3d: (x, ...rest) => callMany("max_pool3d_with_indices", x, ...rest)[0],
	avg_pool1d: (x: Tensor, kernel, stride, padding, ceil, includePad) => {
		if (!x.unknownShape) checkDims("avg_pool1d", x);
		const one = (v: unknown): Dim | undefined => spread(v as Dim, 1)[0];
		const row = (v: unknown, first: number): Dim[] => (one(v) === undefined ? [] : [first, one(v)!]);
		return squeeze(call("avg_pool2d", unsqueeze(x, -2), row(kernel, 1), row(stride, 1), row(padding, 0), ceil, includePad, null), -2);
	},
});

/** The 2-to-3 dimensions check shared by the 1-d average and adaptive pools. */
export function checkDims(name: string, x: Tensor): void {
	check(
		x.dim === 2 || x.dim === 3,
		() => `Expected 2 to 3 dimensions, but got ${x.dim}-dimensional tensor for argument #1 'self' (while checking arguments for ${name})`,
	);
}

export const recordsGrad = (x: Tensor): boolean => world.gradMode && requiresGrad(x);
