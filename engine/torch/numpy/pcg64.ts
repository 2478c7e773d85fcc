/** The bit generator behind `numpy.random.default_rng`: PCG64 seeded through SeedSequence, and its ways to numbers. */
import { exp, log } from "../../values/exact-math.ts";

const M32 = 0xffffffffn;
const M64 = (1n << 64n) - 1n;
const M128 = (1n << 128n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const POOL = 4;

const product = (a: number, b: number): number => Math.imul(a, b) >>> 0;
/** One multiplier per call, as SeedSequence hashes. */
function hasher(start: number, factor: number): (value: number) => number {
	let constant = start;
	return (value) => {
		const mixed = (value ^ constant) >>> 0;
		constant = product(constant, factor);
		const out = product(mixed, constant);
		return (out ^ (out >>> 16)) >>> 0;
	};
}
function mix(x: number, y: number): number {
	const out = (product(0xca01f9dd, x) - product(0x4973f715, y)) >>> 0;
	return (out ^ (out >>> 16)) >>> 0;
}
/** `SeedSequence(entropy).generate_state(4, uint64)`. */
function seedWords(entropy: readonly bigint[]): bigint[] {
	const words = entropy.flatMap((e) => {
		const out: number[] = [];
		for (let rest = e; rest > 0n || out.length === 0; rest >>= 32n) out.push(Number(rest & M32));
		return out;
	});
	const hash = hasher(0x43b0d7e5, 0x931e8875);
	const pool = Array.from({ length: POOL }, (_, i) => hash(words[i] ?? 0));
	for (let from = 0; from < POOL; from++) for (let to = 0; to < POOL; to++) if (from !== to) pool[to] = mix(pool[to]!, hash(pool[from]!));
	for (let from = POOL; from < words.length; from++) for (let to = 0; to < POOL; to++) pool[to] = mix(pool[to]!, hash(words[from]!));
	const spread = hasher(0x8b51f9dd, 0x58f38ded);
	const state = Array.from({ length: 8 }, (_, i) => BigInt(spread(pool[i % POOL]!)));
	return [0, 2, 4, 6].map((i) => state[i]! | (state[i + 1]! << 32n));
}

export class Pcg64 {
	#state = 0n;
	#increment = 0n;
	/** The upper half of the last 64 bits, kept for the next 32-bit draw. */
	#spare: number | null = null;
	isKnown = false;

	seed(entropy: readonly bigint[]): void {
		const [s0, s1, i0, i1] = seedWords(entropy) as [bigint, bigint, bigint, bigint];
		this.#increment = (((i0 << 64n) | i1) << 1n) | 1n;
		this.#increment &= M128;
		this.#state = 0n;
		this.#step();
		this.#state = (this.#state + ((s0 << 64n) | s1)) & M128;
		this.#step();
		this.#spare = null;
		this.isKnown = true;
	}
	forget(): void {
		this.isKnown = false;
	}
	#step(): void {
		this.#state = (this.#state * MULTIPLIER + this.#increment) & M128;
	}
	u64(): bigint {
		this.#step();
		const s = this.#state;
		const folded = (s >> 64n) ^ (s & M64);
		const turn = s >> 122n;
		return ((folded >> turn) | (folded << (64n - turn))) & M64;
	}
	u32(): number {
		if (this.#spare !== null) {
			const kept = this.#spare;
			this.#spare = null;
			return kept;
		}
		const bits = this.u64();
		this.#spare = Number(bits >> 32n);
		return Number(bits & M32);
	}
	double(): number {
		return Number(this.u64() >> 11n) / 9007199254740992;
	}
	/** Uniform in 0..max by Lemire's method. */
	interval(max: number): number {
		if (max === 0) return 0;
		if (max > 0xfffffffe) return max === 0xffffffff ? this.u32() : this.#wideInterval(BigInt(max));
		const range = BigInt(max + 1);
		const threshold = BigInt((0xffffffff - max) % (max + 1));
		for (;;) {
			const m = BigInt(this.u32()) * range;
			if ((m & M32) >= threshold) return Number(m >> 32n);
		}
	}
	/** Uniform in 0..max by masking and rejection, as numpy's shuffles draw. */
	maskedInterval(max: number): number {
		if (max === 0) return 0;
		const mask = 2 ** (32 - Math.clz32(max)) - 1;
		for (;;) {
			const v = (this.u32() & mask) >>> 0;
			if (v <= max) return v;
		}
	}
	#wideInterval(max: bigint): number {
		const range = max + 1n;
		const threshold = (M64 - max) % range;
		for (;;) {
			const m = this.u64() * range;
			if ((m & M64) >= threshold) return Number(m >> 64n);
		}
	}
	/** A standard normal number by the ziggurat. */
	normal(): number {
		const { widths, limits, heights } = ziggurat();
		for (;;) {
			const bits = this.u64();
			const layer = Number(bits & 0xffn);
			const isNegative = (bits & 0x100n) !== 0n;
			const steps = Number((bits >> 9n) & 0xfffffffffffffn);
			const x = (isNegative ? -steps : steps) * widths[layer]!;
			if (steps < limits[layer]!) return x;
			if (layer > 0) {
				if ((heights[layer - 1]! - heights[layer]!) * this.double() + heights[layer]! < Math.exp(-0.5 * x * x)) return x;
				continue;
			}
			for (;;) {
				const out = -Math.log1p(-this.double()) / EDGE;
				const up = -Math.log1p(-this.double());
				if (up + up > out * out) return (steps & 0x100) !== 0 ? -(EDGE + out) : EDGE + out;
			}
		}
	}
}

/** Where the tail begins, and the area of each of the 256 layers. */
const EDGE = 3.6541528853610088;
const AREA = 0.004928673233974652;
interface Ziggurat {
	widths: Float64Array;
	limits: Float64Array;
	heights: Float64Array;
}
let tables: Ziggurat | null = null;
function ziggurat(): Ziggurat {
	if (tables !== null) return tables;
	const [widths, limits, heights] = [new Float64Array(256), new Float64Array(256), new Float64Array(256)];
	const steps = 2 ** 52;
	let outer = EDGE;
	widths[255] = EDGE / steps;
	heights[255] = exp(-0.5 * EDGE * EDGE);
	limits[0] = Math.floor(((EDGE * heights[255]!) / AREA) * steps);
	widths[0] = AREA / heights[255]! / steps;
	heights[0] = 1;
	for (let i = 254; i > 0; i--) {
		let x = Math.sqrt(-2 * log(AREA / outer + heights[i + 1]!));
		// numpy's published table has this layer, and with it all below, two units in the last place lower.
		if (i === 37) x -= 2 ** -52;
		limits[i + 1] = Math.floor((x / outer) * steps);
		widths[i] = x / steps;
		heights[i] = exp(-0.5 * x * x);
		outer = x;
	}
	return (tables = { widths, limits, heights });
}
