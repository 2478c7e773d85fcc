/** `numpy.random.default_rng`: the methods of numpy's newer generators, draw by draw. */
import { dtypes } from "../../shape/dtype.ts";
import { asInt } from "../../values/kinds.ts";
import { def, getter, native } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { builtinClass, PyInstance, PyList, Unknown, type Value } from "../../values/value.ts";
import { Ndarray } from "../ndarray.ts";
import { needDType } from "./dtype.ts";
import { cumulative, type Draws, filled, perElement, picked } from "./draws.ts";
import { getIndexed } from "./indexing.ts";
import { asArray, count, finish, guarded, intArg, lost, make, numbersOf, shapeArg, sizesOf } from "./kit.ts";
import { Pcg64 } from "./pcg64.ts";

class Source implements Draws {
	readonly bits = new Pcg64();
	get known(): boolean {
		return this.bits.isKnown;
	}
	/** Shuffles in place, from the end to `first`. */
	shuffle(order: number[], draw: (max: number) => number, first = 1): number[] {
		for (let i = order.length - 1; i >= first; i--) {
			const j = draw(i);
			[order[i], order[j]] = [order[j]!, order[i]!];
		}
		return order;
	}
	order(n: number): number[] {
		return this.shuffle(
			Array.from({ length: n }, (_, i) => i),
			(max) => this.bits.maskedInterval(max),
		);
	}
	/** `k` different ones of `n`: the tail of a shuffle when that is cheap, else Floyd's algorithm. */
	sample(n: number, k: number): number[] {
		const draw = (max: number): number => this.bits.interval(max);
		if (n > 10_000 && k > Math.floor(n / 50)) {
			const all = Array.from({ length: n }, (_, i) => i);
			return this.shuffle(all, draw, Math.max(n - k, 1)).slice(n - k);
		}
		const taken = new Set<number>();
		for (let j = n - k; j < n; j++) {
			const drawn = draw(j);
			taken.add(taken.has(drawn) ? j : drawn);
		}
		return this.shuffle([...taken], draw);
	}
	/** Weighted, without replacement: what is found counts no more in the next round. */
	weightedSample(weights: readonly number[], k: number): number[] {
		const left = [...weights];
		const found: number[] = [];
		while (found.length < k) {
			const draws = Array.from({ length: k - found.length }, () => this.bits.double());
			for (const i of found) left[i] = 0;
			let sum = 0;
			const sums = left.map((w) => (sum += w));
			const round = draws.map((u) => sums.findIndex((c) => c / sum > u));
			found.push(...new Set(round));
		}
		return found;
	}
}

export const generatorClass = builtinClass("Generator", undefined, "numpy.random._generator");
const sourceOf = (self: Value): Source => (self as PyInstance).native as Source;

type Method = [name: string, signature: string, body: (s: Source, ...args: (Value | undefined)[]) => Value];
const methods: Method[] = [
	[
		"random",
		".size? .dtype? .out?",
		(s, size, d) => (isSingle(d) ? filled(s, size, false, () => single(s), dtypes.float32) : filled(s, size, false, () => s.bits.double())),
	],
	[
		"standard_normal",
		".size? .dtype? .out?",
		(s, size, d) => (isSingle(d) ? open(s, "standard_normal") : filled(s, size, false, () => s.bits.normal())),
	],
	["normal", ".loc? .scale? .size?", (s, loc, scale, size) => perElement(s, [loc, scale], size, (m, d) => m + d * s.bits.normal(), [0, 1])],
	[
		"lognormal",
		".mean? .sigma? .size?",
		(s, m, d, size) => perElement(s, [m, d], size, (a, b) => Math.exp(a + b * s.bits.normal()), [0, 1]),
	],
	[
		"uniform",
		".low? .high? .size?",
		(s, low, high, size) => perElement(s, [low, high], size, (a, b) => a + (b - a) * s.bits.double(), [0, 1]),
	],
	["integers", ".low .high? .size? .dtype? .endpoint?", integers],
	["permutation", ".x .axis?", (s, x) => permutation(s, x!)],
	["shuffle", ".x .axis?", (s, x) => shuffle(s, x!)],
	["choice", ".a .size? .replace? .p? .axis? .shuffle?", choice],
];
const isSingle = (d: Value | undefined): boolean => d !== undefined && needDType(d) === dtypes.float32;
const single = (s: Source): number => (s.bits.u32() >>> 8) / 16777216;

function integers(s: Source, low?: Value, high?: Value, size?: Value, d?: Value, endpoint?: Value): Value {
	const [from, to] = high == null ? [0, intArg(low!)] : [intArg(low!), intArg(high)];
	const last = endpoint !== undefined && rt.truth(endpoint) ? to : to - 1;
	if (from > last) rt.raise("ValueError", high == null ? "high <= 0" : "low >= high");
	const dtype = needDType(d) ?? dtypes.int64;
	// Short integers are cut from larger draws in a way of their own.
	if (dtype.itemSize < 4) return open(s, "integers");
	const draw = (): number => from + s.bits.interval(last - from);
	if (size !== undefined && size !== null) return filled(s, size, true, draw, dtype);
	return s.known ? finish(make([], dtype, [draw()])) : filled(s, size, true, draw);
}

function permutation(s: Source, x: Value): Value {
	const n = asInt(x);
	const a = n === null ? asArray(x) : null;
	const size = n === null ? sizesOf(a!)[0]! : Number(n);
	if (!s.known) return a === null ? make([size], dtypes.int64, null) : make(sizesOf(a), a.tensor.dtype, null);
	const order = make([size], dtypes.int64, s.order(size));
	return a === null ? order : getIndexed(a, order);
}

function shuffle(s: Source, x: Value): Value {
	if (x instanceof PyList) {
		const { items } = x;
		x.items = s.known
			? s.order(items.length).map((i) => items[i]!)
			: items.map(() => new Unknown("an item of a list shuffled without a seed"));
	} else if (x instanceof Ndarray) {
		const [n] = sizesOf(x);
		if (s.known) rt.setItem(x, rt.getAttr(rt.importModule("builtins"), "Ellipsis"), getIndexed(x, make([n!], dtypes.int64, s.order(n!))));
		else x.tensor.storage.data = null;
	}
	return null;
}

function choice(s: Source, from?: Value, size?: Value, replace?: Value, p?: Value): Value {
	const n = asInt(from!);
	const texts = n === null && from instanceof PyList && from.items.some((v) => typeof v === "string") ? from.items : null;
	const a = n === null && texts === null ? asArray(from!) : null;
	const total = n !== null ? Number(n) : texts !== null ? texts.length : sizesOf(a!)[0]!;
	const k = count(size === undefined || size === null ? [] : shapeArg(size));
	if (total === 0 && k > 0) rt.raise("ValueError", "a cannot be empty unless no samples are taken");
	const pick = (): number[] => {
		const weights = p === undefined || p === null ? null : p;
		const again = replace === undefined || rt.truth(replace);
		if (!again && k > total) rt.raise("ValueError", "Cannot take a larger sample than population when replace is False");
		if (weights === null) return again ? Array.from({ length: k }, () => s.bits.interval(total - 1)) : s.sample(total, k);
		if (!again) return s.weightedSample(Array.from(numbersOf(asArray(weights)) ?? lost()), k);
		const below = cumulative(weights);
		return Array.from({ length: k }, () => below(s.bits.double()));
	};
	return picked(s, a, texts, size, pick);
}

/** Draws that are not followed: afterwards nothing is known of the generator. */
function open(s: Source, name: string): Value {
	s.bits.forget();
	return new Unknown(`\`numpy.random.Generator.${name}\` is not modelled`);
}
const OPEN =
	"beta binomial bytes chisquare dirichlet exponential f gamma geometric gumbel hypergeometric laplace logistic logseries multinomial multivariate_hypergeometric multivariate_normal negative_binomial noncentral_chisquare noncentral_f pareto permuted poisson power rayleigh spawn standard_cauchy standard_exponential standard_gamma standard_t triangular vonmises wald weibull zipf";

for (const [name, signature, body] of methods)
	def(generatorClass, name, `! ${signature}`, (self: Value, ...args: Value[]) =>
		guarded(`numpy.random.Generator.${name}`, () => body(sourceOf(self), ...args)),
	);
for (const name of OPEN.split(" ")) def(generatorClass, name, "! *args **kw", (self: Value) => open(sourceOf(self), name));
for (const name of ["__repr__", "__str__"]) def(generatorClass, name, "", () => "Generator(PCG64)");
def(generatorClass, "__init__", "! .bit_generator", () => null);
getter(generatorClass, "bit_generator", (self) => self);
generatorClass.alloc = (_cls, args, kw) => args[0] ?? kw?.get("bit_generator") ?? null;

export const defaultRng = native("default_rng", "! .seed?", (seed?: Value) => {
	if (seed instanceof PyInstance && seed.cls === generatorClass) return seed;
	const out = new PyInstance(generatorClass);
	const source = new Source();
	out.native = source;
	const parts = seed === undefined || seed === null ? null : asInt(seed) !== null ? [seed] : rt.items(seed);
	const words = parts?.map(asInt);
	if (words?.every((w) => w !== null)) {
		if (words.some((w) => w < 0)) rt.raise("ValueError", "expected non-negative integer");
		source.bits.seed(words.map(BigInt));
	}
	return out;
});
