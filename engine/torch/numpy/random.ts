/** numpy.random: the legacy generator (RandomState) draw by draw; the newer generators draw numbers nobody knows. */
import { perWorld, world } from "../../autograd/world.ts";
import { Generator } from "../../ops/random/generator.ts";
import { lgamma } from "../../ops/kernel/special.ts";
import { poisson } from "../../ops/random/rejection.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import { def, native } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { asInt } from "../../values/kinds.ts";
import { builtinClass, PyInstance, PyList, PyModule, Unknown, type Value } from "../../values/value.ts";
import { Ndarray } from "../ndarray.ts";
import { needDType } from "./dtype.ts";
import { defaultRng, generatorClass } from "./default-rng.ts";
import * as legacy from "./legacy.ts";
import { cumulative, filled, perElement, picked } from "./draws.ts";
import { getIndexed } from "./indexing.ts";
import { asArray, count, guarded, intArg, lost, make, numbersOf, operand, shapeArg, sizesOf } from "./kit.ts";

/** mt19937 with numpy's conversions; `gauss` is the spare of its polar method. */
class State {
	generator = new Generator();
	gauss: number | null = null;
	seed(v: Value | undefined): void {
		this.gauss = null;
		const n = v === undefined || v === null ? null : asInt(v);
		if (n === null) this.generator.forget();
		else if (n < 0 || n > 4294967295) rt.raise("ValueError", "Seed must be between 0 and 2**32 - 1");
		else this.generator.manualSeed(n);
	}
	get known(): boolean {
		return this.generator.isKnown;
	}
	double(): number {
		const a = this.generator.u32() >>> 5;
		const b = this.generator.u32() >>> 6;
		return (a * 67108864 + b) / 9007199254740992;
	}
	normal(): number {
		if (this.gauss !== null) {
			const v = this.gauss;
			this.gauss = null;
			return v;
		}
		for (;;) {
			const x = 2 * this.double() - 1;
			const y = 2 * this.double() - 1;
			const r = x * x + y * y;
			if (r >= 1 || r === 0) continue;
			const f = Math.sqrt((-2 * Math.log(r)) / r);
			this.gauss = f * x;
			return f * y;
		}
	}
	/** Uniform in 0..max by masking and rejection. */
	interval(max: number): number {
		if (max === 0) return 0;
		const mask = 2 ** (Math.floor(Math.log2(max)) + 1) - 1;
		for (;;) {
			const v =
				max > 4294967295 ? (this.generator.u32() * 4294967296 + this.generator.u32()) % (mask + 1) : (this.generator.u32() & mask) >>> 0;
			if (v <= max) return v;
		}
	}
	shuffled(n: number): number[] {
		const order = Array.from({ length: n }, (_, i) => i);
		for (let i = n - 1; i > 0; i--) {
			const j = this.interval(i);
			[order[i], order[j]] = [order[j]!, order[i]!];
		}
		return order;
	}
}
const shared = perWorld(() => new State());

/** A draw whose parameter is one number. */
function perNumber(v: Value | undefined, otherwise: number, draw: (x: number) => number): () => number {
	const x =
		v === undefined
			? otherwise
			: (operand(v) ?? lost()).array.tensor.dim === 0
				? ((operand(v) ?? lost()).array.tensor.first() ?? lost())
				: lost("draws with an array of parameters");
	return () => draw(x);
}
/** Draws that are rows as long as their parameter. */
function rows(s: State, size: Value | undefined, of: Value, d: DType, draw: (parameters: number[]) => number[]): Value {
	const parameters = Array.from(numbersOf(asArray(of)) ?? lost());
	const lead = size === undefined || size === null ? [] : shapeArg(size);
	const values = s.known ? Array.from({ length: count(lead) }, () => draw(parameters)).flat() : null;
	return make([...lead, parameters.length], d, values);
}

type Method = [name: string, signature: string, body: (s: State, ...args: (Value | undefined)[]) => Value];
const sizeOf = (args: Value[]): Value | undefined => (args.length === 0 ? undefined : new PyList(args));
const methods: Method[] = [
	[
		"seed",
		".seed?",
		(s, v) => {
			s.seed(v);
			return null;
		},
	],
	["rand", "*d", (s, d) => filled(s, sizeOf(d as unknown as Value[]), false, () => s.double())],
	["randn", "*d", (s, d) => filled(s, sizeOf(d as unknown as Value[]), false, () => s.normal())],
	...["random_sample", "random", "ranf", "sample"].map((n): Method => [n, ".size?", (s, size) => filled(s, size, false, () => s.double())]),
	["standard_normal", ".size?", (s, size) => filled(s, size, false, () => s.normal())],
	["normal", ".loc? .scale? .size?", (s, loc, scale, size) => perElement(s, [loc, scale], size, (m, d) => m + d * s.normal(), [0, 1])],
	["uniform", ".low? .high? .size?", (s, low, high, size) => perElement(s, [low, high], size, (a, b) => a + (b - a) * s.double(), [0, 1])],
	["exponential", ".scale? .size?", (s, scale, size) => perElement(s, [scale], size, (k) => k * -Math.log(1 - s.double()), [1])],
	["gamma", ".shape .scale? .size?", (s, k, scale, size) => perElement(s, [k, scale], size, (a, b) => b * legacy.gamma(s, a), [1, 1])],
	["standard_gamma", ".shape .size?", (s, k, size) => perElement(s, [k], size, (a) => legacy.gamma(s, a), [1])],
	["chisquare", ".df .size?", (s, df, size) => perElement(s, [df], size, (d) => 2 * legacy.gamma(s, d / 2), [1])],
	["beta", ".a .b .size?", (s, a, b, size) => perElement(s, [a, b], size, (x, y) => legacy.beta(s, x, y), [1, 1])],
	[
		"poisson",
		".lam? .size?",
		(s, lam, size) =>
			filled(
				s,
				size,
				true,
				perNumber(lam, 1, (l) => poisson(s as unknown as Generator, l, lgamma)),
			),
	],
	[
		"binomial",
		".n .p .size?",
		(s, n, p, size) =>
			filled(
				s,
				size,
				true,
				perNumber(p, 0, (chance) => legacy.binomial(s, intArg(n!), chance) ?? lost("a binomial number")),
			),
	],
	["dirichlet", ".alpha .size?", (s, alpha, size) => rows(s, size, alpha!, dtypes.float64, (a) => legacy.dirichlet(s, a))],
	[
		"multinomial",
		".n .pvals .size?",
		(s, n, p, size) => rows(s, size, p!, dtypes.int64, (a) => legacy.multinomial(s, intArg(n!), a) ?? lost("a binomial number")),
	],
	["lognormal", ".mean? .sigma? .size?", (s, m, d, size) => perElement(s, [m, d], size, (a, b) => Math.exp(a + b * s.normal()), [0, 1])],
	...["randint", "random_integers"].map(
		(n): Method => [
			n,
			".low .high? .size? .dtype?",
			(s, low, high, size, d) => {
				const [from, to] = high == null ? [0, intArg(low!)] : [intArg(low!), intArg(high)];
				if (from >= to) rt.raise("ValueError", high == null ? "high <= 0" : "low >= high");
				return filled(s, size, true, () => from + s.interval(to - 1 - from), needDType(d) ?? dtypes.int64);
			},
		],
	),
	[
		"permutation",
		".x",
		(s, x) => {
			const n = asInt(x!);
			const a = n === null ? asArray(x!) : null;
			const size = n === null ? sizesOf(a!)[0]! : Number(n);
			if (!s.known) return a === null ? make([size], dtypes.int64, null) : make(sizesOf(a), a.tensor.dtype, null);
			const order = make([size], dtypes.int64, s.shuffled(size));
			return a === null ? order : getIndexed(a, order);
		},
	],
	[
		"shuffle",
		".x",
		(s, x) => {
			const items = x instanceof PyList ? x.items : null;
			const size = items === null ? sizesOf(asArray(x!))[0]! : items.length;
			if (!s.known) {
				if (x instanceof Ndarray) x.tensor.storage.data = null;
				else if (items !== null) (x as PyList).items = items.map(() => new Unknown("an item of a list shuffled without a seed"));
				return null;
			}
			const order = s.shuffled(size);
			if (items !== null) (x as PyList).items = order.map((i) => items[i]!);
			else rt.setItem(x!, rt.getAttr(rt.importModule("builtins"), "Ellipsis"), getIndexed(x as Ndarray, make([size], dtypes.int64, order)));
			return null;
		},
	],
	[
		"choice",
		".a .size? .replace? .p?",
		(s, from, size, replace, p) => {
			const n = asInt(from!);
			const items = n === null && from instanceof PyList && from.items.some((v) => typeof v === "string") ? from.items : null;
			const a = n === null && items === null ? asArray(from!) : null;
			const total = n !== null ? Number(n) : items !== null ? items.length : sizesOf(a!)[0]!;
			if (total === 0) rt.raise("ValueError", "a cannot be empty unless no samples are taken");
			const k = count(size === undefined || size === null ? [] : shapeArg(size));
			const pick = (): number[] => {
				if (p !== undefined && p !== null) {
					if (replace === false) return lost("weighted choices without replacement");
					const below = cumulative(p);
					return Array.from({ length: k }, () => below(s.double()));
				}
				if (replace !== false) return Array.from({ length: k }, () => s.interval(total - 1));
				if (k > total) rt.raise("ValueError", "Cannot take a larger sample than population when 'replace=False'");
				return s.shuffled(total).slice(0, k);
			};
			return picked(s, a, items, size, pick);
		},
	],
];
/** Distributions whose draws are not followed: afterwards nothing is known of the state. */
const OPEN = ["geometric", "gumbel", "laplace", "logistic", "multivariate_normal", "standard_t", "triangular", "bytes", "set_state"];

export const randomStateClass = builtinClass("RandomState", undefined, "numpy.random");
randomStateClass.alloc = (c, args, kw) => {
	const o = new PyInstance(c);
	const s = new State();
	s.seed(args[0] ?? kw?.get("seed"));
	o.native = s;
	return o;
};
def(randomStateClass, "__init__", "! .seed?", () => null);
for (const [name, signature, body] of methods)
	def(randomStateClass, name, `! ${signature}`, (self: PyInstance, ...args: Value[]) =>
		guarded(`numpy.random.${name}`, () => body(self.native as State, ...args)),
	);
const open = (s: State, name: string): Value => {
	s.generator.forget();
	return new Unknown(`\`numpy.random.${name}\` is not modelled`);
};
for (const name of OPEN) def(randomStateClass, name, "! *args **kw", (self: PyInstance) => open(self.native as State, name));

export function randomModule(): PyModule {
	const m = new PyModule("numpy.random", null);
	for (const [name, signature, body] of methods)
		m.dict.set(
			name,
			native(name, `! ${signature}`, (...args: Value[]) =>
				guarded(`numpy.random.${name}`, () => {
					world.effects++;
					return body(shared(), ...args);
				}),
			),
		);
	for (const name of OPEN)
		m.dict.set(
			name,
			native(name, "! *args **kw", () => {
				world.effects++;
				return open(shared(), name);
			}),
		);
	m.dict.set("RandomState", randomStateClass);
	m.dict.set("Generator", generatorClass).set("default_rng", defaultRng).set("PCG64", defaultRng);
	m.missing = (name) => (name.startsWith("__") ? undefined : new Unknown(`\`numpy.random.${name}\` is not modelled`));
	return m;
}
