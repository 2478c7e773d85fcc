/** PyTorch's CPU random number generator: mt19937, uniform and normal draws, bit for bit (spec section 10). */
import { type World, world } from "../../autograd/world.ts";

const N = 624;
const M = 397;

/** One generator. Unseeded ones draw numbers that nobody knows. */
export class Generator {
	#state: Uint32Array = new Uint32Array(N);
	#next = N;
	/** The second number of a Box-Muller pair, kept for the next draw. */
	#cached: number | null = null;
	#seed: bigint = 67280421310721n;
	#known = false;
	#seeded = false;

	/** False until somebody seeds it: what it draws is then left to chance. */
	get isKnown(): boolean {
		return this.#known;
	}

	/** Its numbers can no longer be told (`seed()`, an unknown seed, an unknown count of draws). */
	forget(): void {
		this.#known = false;
		this.#cached = null;
	}

	manualSeed(seed: number | bigint): void {
		this.#seed = BigInt.asUintN(64, BigInt(seed));
		this.#known = true;
		this.#seeded = true;
		this.#cached = null;
		this.#next = N;
		const s = this.#state;
		s[0] = Number(this.#seed & 0xffffffffn);
		for (let i = 1; i < N; i++) {
			const before = s[i - 1]! ^ (s[i - 1]! >>> 30);
			s[i] = Math.imul(1812433253, before) + i;
		}
	}

	/** The seed last given, or null when it was left to chance. */
	get initialSeed(): bigint | null {
		return this.#seeded ? this.#seed : null;
	}

	/** An independent copy, for `get_state` and for exploring several paths. */
	snapshot(): Generator {
		const g = new Generator();
		g.restore(this);
		return g;
	}
	restore(from: Generator): void {
		this.#state = from.#state.slice();
		this.#next = from.#next;
		this.#cached = from.#cached;
		this.#seed = from.#seed;
		this.#known = from.#known;
		this.#seeded = from.#seeded;
	}

	#twist(): void {
		const s = this.#state;
		for (let k = 0; k < N; k++) {
			const y = (s[k]! & 0x80000000) | (s[(k + 1) % N]! & 0x7fffffff);
			s[k] = s[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
		}
		this.#next = 0;
	}

	u32(): number {
		if (this.#next >= N) this.#twist();
		let y = this.#state[this.#next++]!;
		y ^= y >>> 11;
		y ^= (y << 7) & 0x9d2c5680;
		y ^= (y << 15) & 0xefc60000;
		return (y ^ (y >>> 18)) >>> 0;
	}

	u64(): bigint {
		const high = this.u32();
		return (BigInt(high) << 32n) | BigInt(this.u32());
	}

	/** Moves on as if `count` 32-bit numbers had been drawn. */
	skip(count: number): void {
		let left = count;
		while (left > 0) {
			if (this.#next >= N) this.#twist();
			const step = Math.min(left, N - this.#next);
			this.#next += step;
			left -= step;
		}
	}

	/** Uniform in [0, 1) with float32's 24 bits. */
	float(): number {
		return (this.u32() & 0xffffff) * 2 ** -24;
	}

	/** Uniform in [0, 1) with float64's 53 bits. */
	double(): number {
		const high = this.u32();
		const low = this.u32();
		return ((high & 0x1fffff) * 2 ** 32 + low) * 2 ** -53;
	}

	/** One standard normal number. */
	normal(): number {
		if (this.#cached !== null) {
			const v = this.#cached;
			this.#cached = null;
			return v;
		}
		const u1 = this.double();
		const u2 = this.double();
		const r = Math.sqrt(-2 * Math.log1p(-u2));
		const theta = 2 * Math.PI * u1;
		this.#cached = r * Math.sin(theta);
		return r * Math.cos(theta);
	}
}

/** One per world: every explored path starts with a generator that nobody has seeded. */
const generators = new WeakMap<World, Generator>();

/** `torch.default_generator` of the current world. */
export function defaultGenerator(): Generator {
	world.effects++;
	let g = generators.get(world);
	if (g === undefined) {
		g = new Generator();
		generators.set(world, g);
	}
	return g;
}

/** As in a fresh process: the default generator is seeded by chance. */
export function resetDefaultGenerator(): void {
	generators.set(world, new Generator());
}
