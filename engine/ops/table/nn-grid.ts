/** grid_sample and affine_grid. */
import { type Dim, equal, mul as product } from "../../shape/dim.ts";
import { sizesText } from "../../shape/shape.ts";
import { rounded, check, joint, runtimeError, undefinedTensor, unknownNumbers, wants } from "../kernel/rounded.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { bmm, call, callMany, transpose, view } from "../aten.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { type AxisTaps, axisTaps, CUBIC, NEAREST } from "../kernel/grid.ts";
import { defineComposites, defineRows } from "../row.ts";

interface Plan {
	n: number;
	batch: number;
	channels: number;
	inSizes: number[];
	outSizes: number[];
	outNumel: number;
	inNumel: number;
	/** Per sample (batch, place): the taps of each spatial axis, first axis first. */
	taps: (sample: number) => AxisTaps[];
}

function planOf(x: Tensor, grid: Tensor, n: number, mode: number, padding: number, corners: boolean): Plan | null {
	if (count(x.sizes) === null || !grid.isKnown) return null;
	const inSizes = x.sizes.slice(2) as number[];
	const outSizes = grid.sizes.slice(1, -1) as number[];
	const g = grid.numbers()!;
	return {
		n,
		batch: x.sizes[0] as number,
		channels: x.sizes[1] as number,
		inSizes,
		outSizes,
		outNumel: outSizes.reduce((a, b) => a * b, 1),
		inNumel: inSizes.reduce((a, b) => a * b, 1),
		// The grid's last dimension names the last axis first.
		taps: (s) => inSizes.map((size, i) => axisTaps(g[s * n + (n - 1 - i)]!, { size, alignCorners: corners, padding }, mode)),
	};
}

/** Calls back for each corner: offset in the plane, weight, and per axis the derivative of the weight; `curve(a, b)` is its second derivative. */
function corners(
	p: Plan,
	taps: AxisTaps[],
	visit: (offset: number, weight: number, slopes: number[], curve: (a: number, b: number) => number) => void,
): void {
	const choice = new Array<number>(p.n).fill(0);
	for (;;) {
		let offset = 0;
		let ok = true;
		for (let a = 0; a < p.n; a++) {
			const i = taps[a]!.index[choice[a]!]!;
			if (i < 0) ok = false;
			offset = offset * p.inSizes[a]! + i;
		}
		if (ok) {
			let weight = 1;
			for (let a = 0; a < p.n; a++) weight *= taps[a]!.weight[choice[a]!]!;
			const slopes = choice.map((c, a) => choice.reduce((w, k, b) => w * (a === b ? taps[a]!.slope[c]! : taps[b]!.weight[k]!), 1));
			const curve = (a: number, b: number): number =>
				choice.reduce(
					(w, k, i) => w * (i === a && i === b ? taps[i]!.curve[k]! : i === a || i === b ? taps[i]!.slope[k]! : taps[i]!.weight[k]!),
					1,
				);
			visit(offset, weight, slopes, curve);
		}
		let a = p.n - 1;
		while (a >= 0 && ++choice[a]! >= taps[a]!.index.length) choice[a--] = 0;
		if (a < 0) return;
	}
}

function checkGrid(x: Tensor, grid: Tensor, n: number, mode: number): void {
	check(
		equal(x.sizes[0]!, grid.sizes[0]!) !== false,
		() =>
			`grid_sampler(): expected grid and input to have same batch size, but got input with sizes ${sizesText(x.sizes)} and grid with sizes ${sizesText(grid.sizes)}`,
	);
	check(
		grid.sizes[grid.dim - 1] === x.dim - 2 || typeof grid.sizes[grid.dim - 1] !== "number",
		() => `grid_sampler(): expected grid to have size ${x.dim - 2} in last dimension, but got grid with sizes ${sizesText(grid.sizes)}`,
	);
	for (let i = 2; i < x.dim; i++)
		check(
			x.sizes[i] !== 0,
			() =>
				`grid_sampler(): expected input to have non-empty spatial dimensions, but input has sizes ${sizesText(x.sizes)} with dimension ${i} being empty`,
		);
	check(
		x.dim === n + 2 && grid.dim === x.dim,
		() =>
			`grid_sampler(): expected ${n + 2}D input and grid with same number of dimensions, but got input with sizes ${sizesText(x.sizes)} and grid with sizes ${sizesText(grid.sizes)}`,
	);
	check(!(n === 3 && mode === CUBIC), () => "grid_sampler(): bicubic interpolation only supports 4D input");
	if (!x.unknownDtype && !grid.unknownDtype && x.dtype !== grid.dtype)
		throw runtimeError(`expected scalar type ${x.dtype.scalarType} but found ${grid.dtype.scalarType}`);
}

function forward(n: number) {
	return (x: Tensor, grid: Tensor, mode: number, padding: number, alignCorners: boolean): Tensor => {
		checkGrid(x, grid, n, mode);
		const sizes = [x.sizes[0]!, x.sizes[1]!, ...grid.sizes.slice(1, -1)];
		const total = count(sizes);
		const p = total === null ? null : planOf(x, grid, n, mode, padding, alignCorners);
		if (p === null || !affordable([x, grid], total!, total! * 4 ** n)) return unknownNumbers(sizes, x.dtype);
		const values = x.numbers()!;
		const out = new Float64Array(total!);
		for (let b = 0; b < p.batch; b++)
			for (let o = 0; o < p.outNumel; o++)
				corners(p, p.taps(b * p.outNumel + o), (offset, w) => {
					for (let c = 0; c < p.channels; c++)
						out[(b * p.channels + c) * p.outNumel + o]! += w * values[(b * p.channels + c) * p.inNumel + offset]!;
				});
		return rounded(sizes, x.dtype, out);
	};
}

function backward(n: number) {
	return (g: Tensor, x: Tensor, grid: Tensor, mode: number, padding: number, alignCorners: boolean, mask: boolean[]): Tensor[] => {
		const total = count(g.sizes);
		const p = total === null ? null : planOf(x, grid, n, mode, padding, alignCorners);
		if (p === null || !affordable([g, x, grid], total!, total! * 4 ** n))
			return [mask[0] ? unknownNumbers(x.sizes, x.dtype) : undefinedTensor(x.dtype), unknownNumbers(grid.sizes, grid.dtype)];
		const [gs, values] = [g.numbers()!, x.numbers()!];
		const gx = new Float64Array(values.length);
		const gg = new Float64Array(count(grid.sizes)!);
		for (let b = 0; b < p.batch; b++)
			for (let o = 0; o < p.outNumel; o++) {
				const sample = b * p.outNumel + o;
				corners(p, p.taps(sample), (offset, w, slopes) => {
					for (let c = 0; c < p.channels; c++) {
						const d = gs[(b * p.channels + c) * p.outNumel + o]!;
						const at = (b * p.channels + c) * p.inNumel + offset;
						gx[at]! += d * w;
						for (let a = 0; a < n; a++) gg[sample * n + (n - 1 - a)]! += d * values[at]! * slopes[a]!;
					}
				});
			}
		return [mask[0] ? rounded(x.sizes, x.dtype, gx) : undefinedTensor(x.dtype), rounded(grid.sizes, grid.dtype, gg)];
	};
}

/** Gradients of grad_output, input and grid for the backward's two outputs. */
function secondOrder(n: number, e: any): (Tensor | null)[] {
	const [ggx, ggg] = e.grads as (Tensor | null)[];
	const { grad_output: g, input: x, grid } = e as { grad_output: Tensor; input: Tensor; grid: Tensor };
	const given = [ggx, ggg].filter((t): t is Tensor => t != null);
	const total = count(g.sizes);
	const p = total === null ? null : planOf(x, grid, n, e.interpolation_mode, e.padding_mode, e.align_corners);
	if (p === null || !affordable([g, x, grid, ...given], total!, total! * 16 ** n))
		return [unknownNumbers(g.sizes, g.dtype), unknownNumbers(x.sizes, x.dtype), unknownNumbers(grid.sizes, grid.dtype)];
	const [gs, values, vx, vg] = [g.numbers()!, x.numbers()!, ggx?.numbers() ?? null, ggg?.numbers() ?? null];
	const [og, ox, ogrid] = [new Float64Array(gs.length), new Float64Array(values.length), new Float64Array(count(grid.sizes)!)];
	for (let b = 0; b < p.batch; b++)
		for (let o = 0; o < p.outNumel; o++) {
			const sample = b * p.outNumel + o;
			const by = (a: number): number => (vg === null ? 0 : vg[sample * n + (n - 1 - a)]!);
			corners(p, p.taps(sample), (offset, w, slopes, curve) => {
				let along = 0;
				for (let a = 0; a < n; a++) along += slopes[a]! * by(a);
				for (let c = 0; c < p.channels; c++) {
					const out = (b * p.channels + c) * p.outNumel + o;
					const at = (b * p.channels + c) * p.inNumel + offset;
					og[out]! += (vx === null ? 0 : w * vx[at]!) + along * values[at]!;
					ox[at]! += along * gs[out]!;
					for (let d = 0; d < n; d++) {
						let bend = 0;
						for (let a = 0; a < n; a++) bend += curve(a, d) * by(a);
						ogrid[sample * n + (n - 1 - d)]! += gs[out]! * ((vx === null ? 0 : slopes[d]! * vx[at]!) + bend * values[at]!);
					}
				}
			});
		}
	return [
		rounded(g.sizes, g.dtype, og),
		ggg == null || e.interpolation_mode === NEAREST ? null : rounded(x.sizes, x.dtype, ox),
		rounded(grid.sizes, grid.dtype, ogrid),
	];
}

for (const n of [2, 3]) {
	const name = `grid_sampler_${n}d`;
	const both = (g: Tensor, e: any): Tensor[] =>
		joint(e, () =>
			callMany(`${name}_backward`, g, e.input, e.grid, e.interpolation_mode, e.padding_mode, e.align_corners, [
				wants(e.input),
				wants(e.grid),
			]),
		);
	const second = (e: any): (Tensor | null)[] => joint(e, () => secondOrder(n, e));
	defineRows({
		[name]: { forward: forward(n), grad: { input: (g, e) => both(g, e)[0]!, grid: (g, e) => both(g, e)[1]! } },
		[`${name}_backward`]: {
			forward: backward(n),
			grad: { grad_output: (_g, e) => second(e)[0]!, input: (_g, e) => second(e)[1]!, grid: (_g, e) => second(e)[2]! },
		},
	});
}

/** Normalised coordinates of `size` places. */
function linspace(size: number, corners: boolean): number[] {
	if (size <= 1) return [0];
	return Array.from({ length: size }, (_, i) => {
		const v = Math.fround(-1 + (2 * i) / (size - 1));
		return corners ? v : Math.fround((v * (size - 1)) / size);
	});
}

/** [N, places, n + 1] homogeneous coordinates; without numbers when symbolic. */
function baseGrid(theta: { sizes: readonly Dim[]; dtype: Tensor["dtype"] }, size: Dim[], corners: boolean): Tensor {
	const n = size.length - 2;
	const batch = theta.sizes[0]!;
	const spatial = size.slice(2);
	const places = spatial.reduce<Dim>((a, b) => product(a, b), 1);
	const total = count([batch, places]);
	const sizes = [batch, places, n + 1];
	if (total === null) return unknownNumbers(sizes, theta.dtype);
	const axes = (spatial as number[]).map((s) => linspace(s, corners));
	const out = new Float64Array(total * (n + 1));
	const index = new Int32Array(n);
	for (let i = 0; i < total; i++) {
		for (let a = 0; a < n; a++) out[i * (n + 1) + (n - 1 - a)] = axes[a]![index[a]!]!;
		out[i * (n + 1) + n] = 1;
		for (let a = n - 1; a >= 0; a--) {
			if (++index[a]! < axes[a]!.length) break;
			index[a] = 0;
		}
	}
	return rounded(sizes, theta.dtype, out);
}

defineRows({
	affine_grid_generator: {
		forward: (theta: Tensor, size: Dim[], corners: boolean) => {
			const n = size.length - 2;
			const spatial = size.slice(2);
			const sizes = [theta.sizes[0]!, ...spatial, n];
			const base = baseGrid(theta, size, corners);
			const total = count(sizes);
			if (total === null || !affordable([base, theta], total, total * (n + 1))) return unknownNumbers(sizes, theta.dtype);
			const [b, t] = [base.numbers()!, theta.numbers()!];
			const per = total / n / (theta.sizes[0] as number);
			const out = new Float64Array(total);
			for (let i = 0; i < total / n; i++)
				for (let r = 0; r < n; r++)
					for (let c = 0; c <= n; c++) out[i * n + r]! += b[i * (n + 1) + c]! * t[(Math.floor(i / per) * n + r) * (n + 1) + c]!;
			return rounded(sizes, theta.dtype, out);
		},
		grad: {
			theta: (g, e) => {
				const n = e.size.length - 2;
				const places = (e.size as Dim[]).slice(2).reduce<Dim>((a, b) => product(a, b), 1);
				const flat = transpose(baseGrid(e.theta, e.size, e.align_corners), 1, 2);
				return transpose(bmm(flat, view(call("contiguous", g), [e.theta.sizes[0], places, n])), 1, 2);
			},
		},
	},
});

defineComposites({
	grid_sampler: (x: Tensor, grid: Tensor, mode: number, padding: number, corners: boolean) => {
		if (!x.unknownShape && !grid.unknownShape) checkGrid(x, grid, x.dim === 5 ? 3 : 2, mode);
		return call(x.dim === 5 ? "grid_sampler_3d" : "grid_sampler_2d", x, grid, mode, padding, corners);
	},
	affine_grid_generator_backward: (g: Tensor, size: Dim[], corners: boolean) => {
		const flat = transpose(baseGrid({ sizes: [g.sizes[0]!], dtype: g.dtype }, size, corners), 1, 2);
		return transpose(bmm(flat, view(g, [g.sizes[0]!, -1, size.length - 2])), 1, 2);
	},
});
