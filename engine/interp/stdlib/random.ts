/** `random`: CPython's Mersenne Twister under a seed; without one every draw is unknown. */
import { world } from "../../autograd/world.ts";
import { raiseError } from "../../values/exceptions.ts";
import { withBounds } from "../../values/bounds.ts";
import { anyOf } from "../../values/drawn.ts";
import { asInt, asNumber, asStr, indexOf, normInt, typeName } from "../../values/kinds.ts";
import { hashFloat } from "../../values/numbers.ts";
import { binary } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { length, setItem } from "../../values/subscript.ts";
import { floatClass, intClass, PyBytes, PyFloat, PyInstance, PyList, PyTuple, Unknown, type Value } from "../../values/value.ts";
import { onPathStart } from "../builtins/resets.ts";
import { def, float, integer, items, type Library, library, real, stateOf } from "./kit.ts";
import { cos, exp, log, sin } from "../../values/exact-math.ts";
import { Twister } from "./mersenne.ts";

/** A generator; `twister` is null while it is not seeded. */
class Source {
	twister: Twister | null = null;
	/** The second number of a pair that gauss() made. */
	next: number | null = null;
	/** Whether what it is seeded with is known. */
	seed(v: Value | undefined): void {
		this.next = null;
		this.twister = null;
		if (v === undefined || v === null || v instanceof Unknown) return;
		const n = asInt(v);
		if (n !== null) this.twister = new Twister(n < 0 ? -BigInt(n) : BigInt(n));
		else if (v instanceof PyFloat) {
			const h = BigInt(hashFloat(v.value));
			// Seeds of other types are their hash, taken as unsigned.
			this.twister = new Twister(h < 0n ? BigInt.asUintN(64, h) : h);
		} else if (asStr(v) !== null || v instanceof PyBytes) this.twister = Twister.fromText(asStr(v) ?? (v as PyBytes).value);
		else raiseError("TypeError", "The only supported seed types are: None,\nint, float, str, bytes, and bytearray.");
	}
}
const UNSEEDED = "the random generator is not seeded";
const unseeded = (type = floatClass): Unknown => new Unknown(UNSEEDED, { type });
class NotSeeded {}
function twister(s: Source): Twister {
	if (s.twister === null) throw new NotSeeded();
	return s.twister;
}
const below = (s: Source, n: bigint): bigint => {
	const t = twister(s);
	const k = n.toString(2).length;
	let r = t.bits(k);
	while (r >= n) r = t.bits(k);
	return r;
};
const small = (s: Source, n: number): number => Number(below(s, BigInt(n)));
const draw = (s: Source): number => twister(s).random();

type Method = [signature: string, body: (s: Source, ...args: any[]) => Value | undefined | void, type?: typeof floatClass];
const number = (v: Value): number => {
	const x = real(v);
	if (x === null) throw new NotSeeded();
	return x;
};
const whole = (v: Value): bigint => {
	if (v instanceof Unknown) throw new NotSeeded();
	const n = indexOf(v);
	if (n === null) {
		if (v instanceof PyFloat && Number.isInteger(v.value)) return BigInt(v.value);
		raiseError(
			v instanceof PyFloat ? "ValueError" : "TypeError",
			v instanceof PyFloat ? "non-integer arg 1 for randrange()" : `'${typeName(v)}' object cannot be interpreted as an integer`,
		);
	}
	return BigInt(n);
};
function randrange(s: Source, start: Value, stop?: Value, step?: Value): Value {
	const a = whole(start);
	if (stop === undefined || stop === null) {
		if (a > 0n) return normInt(below(s, a));
		raiseError("ValueError", "empty range for randrange()");
	}
	const b = whole(stop);
	const d = step === undefined ? 1n : whole(step);
	const width = b - a;
	if (d === 1n) {
		if (width > 0n) return normInt(a + below(s, width));
		raiseError("ValueError", `empty range for randrange() (${a}, ${b}, ${width})`);
	}
	if (d === 0n) raiseError("ValueError", "zero step for randrange()");
	const n = d > 0n ? (width + d - 1n) / d : (width + d + 1n) / d;
	if (n <= 0n) raiseError("ValueError", "empty range for randrange()");
	return normInt(a + d * below(s, n));
}
function gauss(s: Source, mu: number, sigma: number): number {
	let z = s.next;
	s.next = null;
	if (z === null) {
		const angle = draw(s) * (2 * Math.PI);
		const size = Math.sqrt(-2 * log(1 - draw(s)));
		z = cos(angle) * size;
		s.next = sin(angle) * size;
	}
	return mu + z * sigma;
}
const NV_MAGIC = (4 * exp(-0.5)) / Math.sqrt(2);
function normal(s: Source): number {
	for (;;) {
		const u1 = draw(s);
		const u2 = 1 - draw(s);
		const z = (NV_MAGIC * (u1 - 0.5)) / u2;
		if ((z * z) / 4 <= -log(u2)) return z;
	}
}
function shuffle(s: Source, x: Value): void {
	const n = length(x);
	if (typeof n !== "number") throw new NotSeeded();
	for (let i = n - 1; i > 0; i--) {
		const j = small(s, i + 1);
		if (x instanceof PyList) [x.items[i], x.items[j]] = [x.items[j]!, x.items[i]!];
		else {
			const held = rt.getItem(x, i);
			setItem(x, i, rt.getItem(x, j));
			setItem(x, j, held);
		}
	}
}
function sample(s: Source, population: Value, k: Value, counts?: Value): Value {
	let pool = items(population);
	if (pool === null || k instanceof Unknown) throw new NotSeeded();
	if (counts !== undefined && counts !== null) {
		const times = items(counts) ?? [];
		pool = pool.flatMap((x, i) => new Array<Value>(integer(times[i]!)).fill(x));
	}
	const n = pool.length;
	const want = integer(k);
	if (!(want >= 0 && want <= n)) raiseError("ValueError", "Sample larger than population or is negative");
	const out: Value[] = [];
	let limit = 21;
	if (want > 5) limit += 4 ** Math.ceil(log(want * 3) / log(4));
	if (n <= limit) {
		const rest = pool.slice();
		for (let i = 0; i < want; i++) {
			const j = small(s, n - i);
			out.push(rest[j]!);
			rest[j] = rest[n - i - 1]!;
		}
	} else {
		const taken = new Set<number>();
		for (let i = 0; i < want; i++) {
			let j = small(s, n);
			while (taken.has(j)) j = small(s, n);
			taken.add(j);
			out.push(pool[j]!);
		}
	}
	return new PyList(out);
}
function choices(s: Source, population: Value, weights?: Value, cumulative?: Value, k?: Value): Value {
	const n = length(population);
	if (typeof n !== "number") throw new NotSeeded();
	const count = k === undefined ? 1 : integer(k);
	let cum: number[] | null = null;
	if (cumulative !== undefined && cumulative !== null) cum = (items(cumulative) ?? []).map(number);
	else if (weights !== undefined && weights !== null) {
		const given = items(weights);
		if (given === null) throw new NotSeeded();
		let total: Value = 0;
		cum = given.map((w) => number((total = binary("+", total, w))));
	}
	if (n === 0) raiseError("IndexError", "Cannot choose from an empty population");
	const out: Value[] = [];
	if (cum === null) {
		for (let i = 0; i < count; i++) out.push(rt.getItem(population, Math.floor(draw(s) * n)));
		return new PyList(out);
	}
	if (cum.length !== n) raiseError("ValueError", "The number of weights does not match the population");
	const total = cum[cum.length - 1]!;
	if (total <= 0) raiseError("ValueError", "Total of weights must be greater than zero");
	for (let i = 0; i < count; i++) {
		const x = draw(s) * total;
		let low = 0;
		let high = n - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (x < cum[middle]!) high = middle;
			else low = middle + 1;
		}
		out.push(rt.getItem(population, low));
	}
	return new PyList(out);
}
function choice(s: Source, sequence: Value): Value {
	const n = length(sequence);
	if (typeof n !== "number") throw new NotSeeded();
	if (n === 0) raiseError("IndexError", "Cannot choose from an empty sequence");
	return rt.getItem(sequence, small(s, n));
}

const METHODS: Record<string, Method> = {
	random: ["!", (s) => float(draw(s))],
	uniform: ["! .a .b", (s, a, b) => float(number(a) + (number(b) - number(a)) * draw(s))],
	triangular: [
		"! .low? .high? .mode?",
		(s, low, high, mode) => {
			let [a, b] = [low === undefined ? 0 : number(low), high === undefined ? 1 : number(high)];
			let u = draw(s);
			let c = mode === undefined || mode === null ? 0.5 : (number(mode) - a) / (b - a);
			if (a === b) return float(a);
			if (u > c) {
				u = 1 - u;
				c = 1 - c;
				[a, b] = [b, a];
			}
			return float(a + (b - a) * Math.sqrt(u * c));
		},
	],
	randint: ["! .a .b", (s, a, b) => randrange(s, a, normInt(whole(b) + 1n)), intClass],
	randrange: ["! .start .stop? .step?", randrange, intClass],
	getrandbits: ["! k", (s, k) => normInt(twister(s).bits(integer(k))), intClass],
	randbytes: [
		"! n",
		(s, n) => {
			let v = twister(s).bits(integer(n) * 8);
			let out = "";
			for (let i = 0; i < integer(n); i++) {
				out += String.fromCharCode(Number(v & 255n));
				v >>= 8n;
			}
			return new PyBytes(out);
		},
	],
	choice: ["! .seq", choice],
	choices: ["! .population .weights? * cum_weights? k?", choices],
	shuffle: ["! .x", shuffle],
	sample: ["! .population .k * counts?", sample],
	gauss: ["! .mu? .sigma?", (s, mu, sigma) => float(gauss(s, mu === undefined ? 0 : number(mu), sigma === undefined ? 1 : number(sigma)))],
	normalvariate: [
		"! .mu? .sigma?",
		(s, mu, sigma) => float((mu === undefined ? 0 : number(mu)) + normal(s) * (sigma === undefined ? 1 : number(sigma))),
	],
	lognormvariate: ["! .mu .sigma", (s, mu, sigma) => float(exp(number(mu) + normal(s) * number(sigma)))],
	expovariate: ["! .lambd", (s, l) => float(-log(1 - draw(s)) / number(l))],
	paretovariate: ["! .alpha", (s, a) => float((1 - draw(s)) ** (-1 / number(a)))],
	weibullvariate: ["! .alpha .beta", (s, a, b) => float(number(a) * (-log(1 - draw(s))) ** (1 / number(b)))],
	betavariate: [
		"! .alpha .beta",
		(s, a, b) => {
			const y = gamma(s, number(a), 1);
			return float(y === 0 ? 0 : y / (y + gamma(s, number(b), 1)));
		},
	],
	gammavariate: ["! .alpha .beta", (s, a, b) => float(gamma(s, number(a), number(b)))],
	seed: ["! .a? .version?", (s, a) => s.seed(a)],
	getstate: [
		"!",
		(s) => {
			const out = new PyTuple([3, new PyTuple((s.twister?.words() ?? []).map((w) => w)), s.next === null ? null : float(s.next)]);
			if (s.twister === null) return unseeded();
			return out;
		},
	],
	setstate: [
		"! state",
		(s, state) => {
			s.twister = null;
			if (!(state instanceof PyTuple) || !(state.items[1] instanceof PyTuple)) return;
			s.twister = Twister.fromWords(state.items[1].items.map((w) => Number(w)));
			s.next = state.items[2] instanceof PyFloat ? state.items[2].value : null;
		},
	],
};
/** Marsaglia/Cheng rejection as CPython does it, so that the same draws are used. */
function gamma(s: Source, alpha: number, beta: number): number {
	if (alpha <= 0 || beta <= 0) raiseError("ValueError", "gammavariate: alpha and beta must be > 0.0");
	if (alpha === 1) return -log(1 - draw(s)) * beta;
	if (alpha > 1) {
		const inner = Math.sqrt(2 * alpha - 1);
		const b = alpha - log(4);
		const c = alpha + inner;
		for (;;) {
			const u1 = draw(s);
			if (!(u1 > 1e-7 && u1 < 0.9999999)) continue;
			const u2 = 1 - draw(s);
			const v = log(u1 / (1 - u1)) / inner;
			const x = alpha * exp(v);
			const z = u1 * u1 * u2;
			const r = b + c * v - x;
			if (r + (1 + log(4.5)) - 4.5 * z >= 0 || r >= log(z)) return x * beta;
		}
	}
	for (;;) {
		const b = (Math.E + alpha) / Math.E;
		const p = b * draw(s);
		const x = p <= 1 ? p ** (1 / alpha) : -log((b - p) / alpha);
		const u1 = draw(s);
		if (p > 1 ? u1 <= x ** (alpha - 1) : u1 <= exp(-x)) return x * beta;
	}
}

/** What a draw of an unseeded generator does to its arguments. */
function giveUp(name: string, args: Value[], type: typeof floatClass | undefined): Value {
	if (name === "shuffle") {
		const x = args[0];
		if (x instanceof PyList) x.items = x.items.map(anyOf(x.items, UNSEEDED));
		return null;
	}
	if (name === "choice" || name === "sample" || name === "choices") {
		const pool = args[0] === undefined ? null : items(args[0]);
		const drawn = anyOf(pool ?? [], UNSEEDED);
		if (name === "choice") return drawn();
		const k = args[1] === undefined && name === "choices" ? 1 : args[name === "sample" ? 1 : 3];
		const n = k === undefined ? null : asInt(k);
		return n === null ? new Unknown(UNSEEDED) : new PyList(Array.from({ length: Number(n) }, drawn));
	}
	const out = unseeded(type ?? floatClass);
	if (name === "random") return withBounds(out, 0, 1 - 2 ** -53);
	const [a, b] = args.map(asNumber);
	if ((name === "uniform" || name === "randint") && typeof a === "number" && typeof b === "number")
		return withBounds(out, Math.min(a, b), Math.max(a, b));
	if (name === "randrange" && typeof a === "number" && args.length === 1) return withBounds(out, 0, a - 1);
	return out;
}

function run(name: string, body: Method[1], type: typeof floatClass | undefined, s: Source, args: Value[]): Value | undefined | void {
	try {
		return body(s, ...args);
	} catch (e) {
		if (!(e instanceof NotSeeded)) throw e;
		// Draws that cannot be followed leave the generator somewhere unknown.
		if (s.twister !== null) s.twister = null;
		return giveUp(name, args, type);
	}
}

library("random", (m: Library) => {
	const shared = new Source();
	onPathStart(() => shared.seed(undefined));
	const cls = m.cls("Random");
	cls.alloc = (c) => {
		const out = new PyInstance(c);
		out.native = new Source();
		return out;
	};
	def(cls, "__init__", "! x?", (self: Value, x?: Value) => stateOf<Source>(self).seed(x));
	for (const [name, [signature, body, type]] of Object.entries(METHODS)) {
		def(cls, name, signature, (self: Value, ...args: Value[]) => run(name, body, type, stateOf<Source>(self), args));
		m.fn(name, signature, (...args: Value[]) => {
			world.effects++;
			return run(name, body, type, shared, args);
		});
	}
	const system = m.cls("SystemRandom", [cls]);
	def(system, "__init__", "! *args", (self: Value) => stateOf<Source>(self).seed(undefined));
});
