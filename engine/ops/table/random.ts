/** Random numbers from the CPU generator. */
import type { Dim } from "../../shape/dim.ts";
import { type DType, dtypes, type Numbers } from "../../shape/dtype.ts";
import type { Sizes } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { call, toDtype, zerosLike } from "../aten.ts";
import { affordable, broadcastAll, count, defaultFloat, expandNumbers, mapBinary } from "../kernel/elementwise.ts";
import { keptStrides } from "../kernel/order.ts";
import { lgamma } from "../kernel/special.ts";
import {
	draw,
	fillIntegers,
	fillNormal,
	fillUniform,
	generatorOf,
	integerDraws,
	normalDraws,
	type Target,
	uniformDraws,
} from "../random/draw.ts";
import type { Generator } from "../random/generator.ts";
import { binomial, gamma, poisson } from "../random/rejection.ts";
import { defineRows, type Row } from "../row.ts";
import { filled, on } from "./creation.ts";

const refuse = (dtype: DType, kernel: string): void => {
	if (dtype.category < 2) throw new TorchError("NotImplementedError", `"${kernel}" not implemented for '${dtype.scalarType}'`);
};
const HALF = new Set<DType>([dtypes.float16, dtypes.bfloat16, dtypes.complex32]);
const runtime = (text: string): TorchError => new TorchError("RuntimeError", text);
const fixed = (x: number): string => (Number.isInteger(x) ? String(x) : String(Number(x.toPrecision(6))));

function uniform(target: Target, generator: unknown, from: number, to: number): Tensor {
	refuse(target.dtype, "check_uniform_bounds");
	if (from > to) throw runtime(`uniform_ expects to return a [from, to) range, but found from=${fixed(from)} > to=${fixed(to)}`);
	const g = generatorOf(generator);
	return draw(target, g, [], (out) => fillUniform(g, target.dtype, out, from, to), uniformDraws(target.dtype));
}
function normal(target: Target, generator: unknown, mean: number, std: number): Tensor {
	if (std < 0) throw runtime(`normal expects std >= 0.0, but found std ${fixed(std)}`);
	refuse(target.dtype, "normal_kernel_cpu");
	const g = generatorOf(generator);
	const spread = target.dtype.width === 2 ? std * Math.SQRT1_2 : std;
	const n = count(target.sizes);
	// Half precision transforms its blocks in half precision, which is not followed here.
	const unknown = n !== null && n >= 16 && HALF.has(target.dtype);
	const t = draw(
		target,
		g,
		[],
		(out) => fillNormal(g, target.dtype, out, mean, spread, target.isContiguous),
		normalDraws(target.dtype, target.isContiguous),
	);
	if (unknown) t.storage.data = null;
	return t;
}
/** Each element by itself from uniform doubles. */
function each(target: Target, generator: unknown, kernel: string, f: (g: Generator) => number, draws: number | null = 2): Tensor {
	refuse(target.dtype, kernel);
	const g = generatorOf(generator);
	return draw(target, g, [], (out) => out.forEach((_, i) => (out[i] = f(g))), draws);
}

const checkProbability = (p: number): void => {
	if (!(p >= 0 && p <= 1)) throw runtime(`bernoulli_ expects p to be in [0, 1], but got p=${fixed(p)}`);
};
function bernoulliNumber(target: Target, generator: unknown, p: number): Tensor {
	checkProbability(p);
	const g = generatorOf(generator);
	return draw(target, g, [], (out) => out.forEach((_, i) => (out[i] = g.double() < p ? 1 : 0)), 2);
}
/** Probabilities from a tensor: float32 draws unless they are doubles. */
function bernoulliTensor(target: Target, p: Tensor, generator: unknown): Tensor {
	if (p.isKnown && p.numbers()!.some((x) => !(x >= 0 && x <= 1)))
		throw runtime(
			"Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)",
		);
	const g = generatorOf(generator);
	const double = p.dtype === dtypes.float64;
	return draw(
		target,
		g,
		[p],
		(out) => {
			const values = expandNumbers(p, target.sizes)!;
			out.forEach((_, i) => (out[i] = (double ? g.double() : g.float()) < values[i]! ? 1 : 0));
		},
		double ? 2 : 1,
	);
}

const WIDTH: Partial<Record<string, number>> = {
	float16: 2 ** 11 + 1,
	bfloat16: 2 ** 8 + 1,
	float32: 2 ** 24 + 1,
	float64: 2 ** 53 + 1,
	int64: 2 ** 63,
	int32: 2 ** 31,
	int16: 2 ** 15,
	int8: 2 ** 7,
	uint8: 2 ** 8,
	bool: 2,
};
/** `random_()` covers the whole range of the dtype. */
function randomAny(target: Target, generator: unknown): Tensor {
	const range = WIDTH[target.dtype.name] ?? 2;
	const g = generatorOf(generator);
	return draw(
		target,
		g,
		[],
		(out) => (range > 2 ** 32 ? fillIntegers(g, out, 0, range) : out.forEach((_, i) => (out[i] = g.u32() % range))),
		range > 2 ** 32 ? 2 : 1,
	);
}
function randomBetween(target: Target, generator: unknown, from: number, to: number | null, name = "random_"): Tensor {
	const g = generatorOf(generator);
	if (to === null) return draw(target, g, [], (out) => fillIntegers(g, out, from, (WIDTH[target.dtype.name] ?? 2) - from), null);
	if (from >= to) throw runtime(`${name} expects 'from' to be less than 'to', but got from=${from} >= to=${to}`);
	return draw(target, g, [], (out) => fillIntegers(g, out, from, to - from), integerDraws(to - from));
}

const fresh = (sizes: Sizes, dtype: DType, device: unknown = "cpu"): Target => ({
	sizes,
	strides: null,
	dtype,
	isContiguous: true,
	device,
});
function likeTarget(self: Tensor, dtype: DType | null, device: unknown): Target {
	const strides = keptStrides(self);
	const target: Target = {
		sizes: self.sizes,
		strides,
		dtype: dtype ?? self.dtype,
		isContiguous: strides === null,
		device: device ?? self.device,
	};
	return target;
}
/** Gives the tensor the memory order of the target. */
function finish(t: Tensor, target: Target, device: unknown): Tensor {
	if (target.strides === null) return on(t, device ?? target.device);
	const out = t.storage.data === null ? t : call("clone", t, null);
	const copy = Tensor.make(target.sizes, target.dtype, null);
	copy.strides = target.strides;
	if (out.storage.data !== null) {
		copy.storage.data = target.dtype.make(out.storage.data.length);
		copy.write(out.numbers());
	}
	return on(copy, device ?? target.device);
}

const zeroSelf = { self: (_g: Tensor, e: { self: Tensor }) => zerosLike(e.self) };
const inPlace = (forward: Row["forward"], other?: string): Row => ({
	forward,
	zeroGrad: true,
	grad: other === undefined ? zeroSelf : { ...zeroSelf, [other]: (_g: Tensor, e: Record<string, Tensor>) => zerosLike(e[other]!) },
});

type Options = [dtype: DType | null, layout: unknown, device: unknown];
const int64 = (dtype: DType | string | null): DType => (typeof dtype === "object" && dtype !== null ? dtype : dtypes.int64);
const randint = (low: number, high: number, sizes: Sizes, generator: unknown, dtype: DType | string | null, device: unknown): Tensor => {
	if (low >= high) throw runtime(`random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`);
	return on(randomBetween(fresh(sizes, int64(dtype), device), generator, low, high), device);
};
const randintLike = (self: Tensor, low: number, high: number, generator: unknown, dtype: DType | null, device: unknown): Tensor => {
	const target = likeTarget(self, dtype, device);
	return finish(randomBetween(target, generator, low, high), target, device);
};
const number = (t: Tensor | number): number => (t instanceof Tensor ? (t.first() ?? Number.NaN) : t);

function randperm(n: Dim, generator: unknown, dtype: DType | string | null, device: unknown): Tensor {
	if (typeof n === "number" && n < 0) throw runtime(`Trying to create tensor with negative dimension ${n}: [${n}]`);
	const g = generatorOf(generator);
	return on(
		draw(
			fresh([n], int64(dtype), device),
			g,
			[],
			(out) => {
				const m = out.length;
				for (let i = 0; i < m; i++) out[i] = i;
				for (let i = 0; i < m - 1; i++) {
					const z = i + (g.u32() % (m - i));
					[out[i], out[z]] = [out[z]!, out[i]!];
				}
			},
			(m) => Math.max(0, m - 1),
		),
		device,
	);
}

/** Numbers around given means with given deviations: standard normal ones, scaled and shifted. */
function normalOf(mean: Tensor | number, std: Tensor | number, generator: unknown): Tensor {
	const tensors = [mean, std].filter((t) => t instanceof Tensor);
	if (std instanceof Tensor) {
		if (std.dtype.width === 2) throw runtime("normal expects standard deviation to be non-complex");
		if (std.isKnown && std.numbers()!.some((x) => x < 0)) throw runtime("normal expects all elements of std >= 0.0");
	} else if (std < 0) throw runtime(`normal expects std >= 0.0, but found std ${fixed(std)}`);
	const sizes = broadcastAll(tensors);
	const first = tensors[0]!;
	const z = normal(fresh(sizes, first.dtype), generator, 0, typeof std === "number" ? std : 1);
	const scaled = std instanceof Tensor ? mapBinary(z, std, (x, s) => x * s, z.dtype) : z;
	return mapBinary(scaled, mean instanceof Tensor ? mean : filled([], z.dtype, mean), (x, m) => x + m, z.dtype);
}

function multinomial(self: Tensor, samples: Dim, replacement: boolean, generator: unknown): Tensor {
	if (self.dim === 0 || self.dim > 2) throw runtime("prob_dist must be 1 or 2 dim");
	if (self.dtype.category !== 2) throw runtime(`multinomial only supports floating-point dtypes for input, got: ${self.dtype.scalarType}`);
	const categories = self.sizes.at(-1)!;
	if (typeof samples === "number") {
		if (samples <= 0) throw runtime("cannot sample n_sample <= 0 samples");
		if (!replacement && typeof categories === "number" && samples > categories)
			throw runtime("cannot sample n_sample > prob_dist.size(-1) samples without replacement");
	}
	const sizes: Sizes = self.dim === 1 ? [samples] : [self.sizes[0]!, samples];
	const g = generatorOf(generator);
	const n = count(self.sizes);
	const known = typeof samples === "number" && typeof categories === "number" && n !== null && affordable([self], n);
	if (known) checkDistribution(self, categories as number);
	if (!g.isKnown || !known) {
		if (g.isKnown) g.forget();
		return Tensor.make(sizes, dtypes.int64, null);
	}
	const weights = self.numbers()!;
	const k = categories as number;
	const rows = k === 0 ? 0 : weights.length / k;
	const out = dtypes.int64.make(rows * (samples as number));
	if (!replacement || samples === 1) {
		// Exponential races: the largest quotients win.
		const round = self.dtype === dtypes.float64 ? (x: number) => x : Math.fround;
		const quotients = Array.from(weights, (w) => round(w / round(-Math.log1p(-g.double()))));
		for (let r = 0; r < rows; r++) {
			const order = Array.from({ length: k }, (_, i) => i).sort((a, b) => quotients[r * k + b]! - quotients[r * k + a]! || a - b);
			for (let s = 0; s < (samples as number); s++) out[r * (samples as number) + s] = order[s]!;
		}
		return Tensor.make(sizes, dtypes.int64, out);
	}
	for (let r = 0; r < rows; r++) {
		const cumulative = new Float64Array(k);
		let sum = 0;
		for (let i = 0; i < k; i++) cumulative[i] = sum += weights[r * k + i]!;
		for (let i = 0; i < k; i++) cumulative[i]! /= sum;
		cumulative[k - 1] = 1;
		for (let s = 0; s < (samples as number); s++) {
			const u = g.double();
			let at = cumulative.findIndex((c) => c >= u);
			if (at < 0) at = k - 1;
			out[r * (samples as number) + s] = at;
		}
	}
	return Tensor.make(sizes, dtypes.int64, out);
}
function checkDistribution(self: Tensor, categories: number): void {
	const w = self.numbers()!;
	if (w.some((x) => !(x >= 0 && Number.isFinite(x)))) throw runtime("probability tensor contains either `inf`, `nan` or element < 0");
	for (let r = 0; r < w.length; r += categories)
		if (w.slice(r, r + categories).every((x) => x === 0)) throw runtime("invalid multinomial distribution (sum of probabilities <= 0)");
}

defineRows({
	rand: {
		forward: (sizes: Sizes, ...[dtype, , device]: Options) =>
			on(uniform(fresh(sizes, dtype ?? defaultFloat(), device), null, 0, 1), device),
	},
	"rand.generator": {
		forward: (sizes: Sizes, g: unknown, ...[dtype, , device]: Options) =>
			on(uniform(fresh(sizes, dtype ?? defaultFloat(), device), g, 0, 1), device),
	},
	rand_like: {
		forward: (self: Tensor, ...[dtype, , device]: Options) =>
			finish(uniform(likeTarget(self, dtype, device), null, 0, 1), likeTarget(self, dtype, device), device),
	},
	"rand_like.generator": {
		forward: (self: Tensor, g: unknown, ...[dtype, , device]: Options) =>
			finish(uniform(likeTarget(self, dtype, device), g, 0, 1), likeTarget(self, dtype, device), device),
	},
	randn: {
		forward: (sizes: Sizes, ...[dtype, , device]: Options) => on(normal(fresh(sizes, dtype ?? defaultFloat(), device), null, 0, 1), device),
	},
	"randn.generator": {
		forward: (sizes: Sizes, g: unknown, ...[dtype, , device]: Options) =>
			on(normal(fresh(sizes, dtype ?? defaultFloat(), device), g, 0, 1), device),
	},
	randn_like: {
		forward: (self: Tensor, ...[dtype, , device]: Options) =>
			finish(normal(likeTarget(self, dtype, device), null, 0, 1), likeTarget(self, dtype, device), device),
	},
	"randn_like.generator": {
		forward: (self: Tensor, g: unknown, ...[dtype, , device]: Options) =>
			finish(normal(likeTarget(self, dtype, device), g, 0, 1), likeTarget(self, dtype, device), device),
	},
	randint: { forward: (high, sizes, dtype, _l, device) => randint(0, high, sizes, null, dtype, device) },
	"randint.generator": { forward: (high, sizes, g, dtype, _l, device) => randint(0, high, sizes, g, dtype, device) },
	"randint.low": { forward: (low, high, sizes, dtype, _l, device) => randint(low, high, sizes, null, dtype, device) },
	"randint.low_generator": { forward: (low, high, sizes, g, dtype, _l, device) => randint(low, high, sizes, g, dtype, device) },
	randint_like: { forward: (self, high, dtype, _l, device) => randintLike(self, 0, high, null, dtype, device) },
	"randint_like.generator": { forward: (self, high, g, dtype, _l, device) => randintLike(self, 0, high, g, dtype, device) },
	"randint_like.Tensor": { forward: (self, high, dtype, _l, device) => randintLike(self, 0, number(high), null, dtype, device) },
	"randint_like.Tensor_generator": { forward: (self, high, g, dtype, _l, device) => randintLike(self, 0, number(high), g, dtype, device) },
	"randint_like.low_dtype": { forward: (self, low, high, dtype, _l, device) => randintLike(self, low, high, null, dtype, device) },
	"randint_like.low_generator_dtype": {
		forward: (self, low, high, g, dtype, _l, device) => randintLike(self, low, high, g, dtype, device),
	},
	randperm: { forward: (n, dtype, _l, device) => randperm(n, null, dtype, device) },
	"randperm.generator": { forward: (n, g, dtype, _l, device) => randperm(n, g, dtype, device) },
	uniform_: inPlace((self, from, to, g) => uniform(self, g, from, to)),
	normal_: inPlace((self, mean, std, g) => normal(self, g, mean, std)),
	normal_functional: { forward: (self, mean, std, g) => normal(self, g, mean, std) },
	"normal.Tensor_float": {
		forward: (mean, std, g) => normalOf(mean, std, g),
		zeroGrad: true,
		grad: { mean: (_g, e) => zerosLike(e.mean) },
	},
	"normal.float_Tensor": { forward: (mean, std, g) => normalOf(mean, std, g), zeroGrad: true, grad: { std: (_g, e) => zerosLike(e.std) } },
	"normal.Tensor_Tensor": {
		forward: (mean, std, g) => normalOf(mean, std, g),
		zeroGrad: true,
		grad: { mean: (_g, e) => zerosLike(e.mean), std: (_g, e) => zerosLike(e.std) },
	},
	"normal.float_float": {
		forward: (mean, std, sizes: Sizes, g, dtype: DType | null, _l, device) =>
			on(normal(fresh(sizes, dtype ?? defaultFloat(), device), g, mean, std), device),
	},
	"bernoulli_.float": inPlace((self, p, g) => bernoulliNumber(self, g, p)),
	"bernoulli_.Tensor": inPlace((self, p, g) => bernoulliTensor(self, p, g), "p"),
	bernoulli: {
		forward: (self, g) => bernoulliTensor(fresh(self.sizes, self.dtype, self.device), self, g),
		zeroGrad: true,
		grad: { self: (g) => zerosLike(g) },
	},
	"bernoulli.p": { forward: (self, p, g) => bernoulliNumber(fresh(self.sizes, self.dtype, self.device), g, p) },
	"bernoulli.Tensor": { forward: (self, p, g) => bernoulliTensor(fresh(self.sizes, self.dtype, self.device), p, g) },
	random_: inPlace((self, g) => randomAny(self, g)),
	"random_.from": inPlace((self, from, to, g) => randomBetween(self, g, from, to)),
	"random_.to": inPlace((self, to, g) => randomBetween(self, g, 0, to)),
	exponential_: inPlace((self, lambda, g) => {
		if (!(lambda > 0)) throw runtime(`exponential_ expects lambda > 0.0, but found lambda=${fixed(lambda)}`);
		if (self.dtype.category < 2)
			throw runtime(
				`Exponential distribution is a continuous probability distribution. dtype must be a floating point but you specified ${self.dtype.scalarType}`,
			);
		return each(self, g, "exponential_kernel_cpu", (r) => -Math.log1p(-r.double()) / lambda);
	}),
	cauchy_: inPlace((self, median, sigma, g) => {
		if (!(sigma > 0)) throw runtime(`cauchy_ expects sigma > 0.0, but found sigma=${fixed(sigma)}`);
		return each(self, g, "cauchy_cpu", (r) => median + sigma * Math.tan(Math.PI * (r.double() - 0.5)));
	}),
	log_normal_: inPlace((self, mean, std, g) => {
		if (!(std > 0)) throw runtime(`log_normal_ expects std > 0.0, but found std=${fixed(std)}`);
		return each(self, g, "log_normal_cpu", (r) => Math.exp(mean + std * r.normal()), null);
	}),
	geometric_: inPlace((self, p, g) => {
		if (!(p > 0 && p < 1)) throw runtime(`geometric_ expects p to be in (0, 1), but got p=${fixed(p)}`);
		const generator = generatorOf(g);
		return draw(
			self,
			generator,
			[],
			(out) => out.forEach((_, i) => (out[i] = Math.ceil(Math.log(generator.double()) / Math.log1p(-p)))),
			2,
		);
	}),
	poisson: {
		forward: (self: Tensor, generator) => {
			const g = generatorOf(generator);
			return draw(
				fresh(self.sizes, self.dtype, self.device),
				g,
				[self],
				(out) => {
					const rates = self.numbers()!;
					out.forEach((_, i) => (out[i] = poisson(g, rates[i]!, lgamma)));
				},
				null,
			);
		},
		zeroGrad: true,
		grad: { self: (_g, e) => zerosLike(e.self) },
	},
	multinomial: { forward: multinomial },
	binomial: {
		forward: (n: Tensor, p: Tensor, g) =>
			rejected(broadcastAll([n, p]), n.dtype, g, [n, p], (from, [counts, chances], i) => binomial(from, counts![i]!, chances![i]!)),
	},
	_standard_gamma: {
		forward: (alpha: Tensor, g) => {
			const single = alpha.dtype !== dtypes.float64;
			const least = single ? SMALLEST_FLOAT : SMALLEST_DOUBLE;
			return rejected(alpha.sizes, alpha.dtype, g, [alpha], (from, [shapes], i) => Math.max(least, gamma(from, shapes![i]!, single)));
		},
	},
	_sample_dirichlet: { forward: dirichlet },
});

const SMALLEST_FLOAT = 2 ** -126;
const SMALLEST_DOUBLE = 2 ** -1022;

/** Element by element with a number of draws that only the drawing tells. */
function rejected(
	sizes: Sizes,
	dtype: DType,
	generator: unknown,
	inputs: Tensor[],
	one: (g: Generator, values: Numbers[], i: number) => number,
): Tensor {
	const g = generatorOf(generator);
	const fill = (out: Float64Array): void => {
		const values = inputs.map((t) => expandNumbers(t, sizes)!);
		for (let i = 0; i < out.length; i++) out[i] = one(g, values, i);
	};
	return draw(fresh(sizes, dtype), g, inputs, fill, null);
}
/** Gamma numbers in double precision, divided by their sum along the last dimension. */
function dirichlet(alpha: Tensor, generator: unknown): Tensor {
	const raw = rejected(alpha.sizes, dtypes.float64, generator, [alpha], (g, [shapes], i) =>
		Math.max(SMALLEST_DOUBLE, gamma(g, shapes![i]!, false)),
	);
	const shares = call("div.Tensor", raw, call("sum.dim_IntList", raw, [-1], true, null));
	const [least, most] = alpha.dtype === dtypes.float64 ? [SMALLEST_DOUBLE, 1 - 2 ** -53] : [SMALLEST_FLOAT, 1 - 2 ** -24];
	return toDtype(call("clamp", shares, least, most), alpha.dtype);
}
