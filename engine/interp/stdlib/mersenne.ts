/** MT19937 as CPython's `random` uses it: seeding by array, 53-bit doubles, and bit strings of any length. */
import { utf8Encode } from "../../values/text.ts";
import { sha512 } from "./sha512.ts";

const N = 624;
const M = 397;

export class Twister {
	private readonly state = new Uint32Array(N);
	private at = N;

	constructor(seed: bigint) {
		const key: number[] = [];
		for (let rest = seed; rest > 0n; rest >>= 32n) key.push(Number(rest & 0xffffffffn));
		this.seedWith(key.length === 0 ? [0] : key);
	}
	/** A str or bytes seed: its bytes followed by their SHA-512, as one number. */
	static fromText(text: string): Twister {
		const bytes = utf8Encode(text);
		let n = 0n;
		for (const c of bytes + sha512(bytes)) n = (n << 8n) | BigInt(c.charCodeAt(0));
		return new Twister(n);
	}
	static fromWords(words: number[]): Twister {
		const out = new Twister(0n);
		for (let i = 0; i < N; i++) out.state[i] = words[i] ?? 0;
		out.at = words[N] ?? N;
		return out;
	}
	words(): number[] {
		return [...this.state, this.at];
	}

	private seedOne(seed: number): void {
		const s = this.state;
		s[0] = seed;
		for (let i = 1; i < N; i++) s[i] = Math.imul(1812433253, s[i - 1]! ^ (s[i - 1]! >>> 30)) + i;
		this.at = N;
	}
	private seedWith(key: number[]): void {
		const s = this.state;
		this.seedOne(19650218);
		let i = 1;
		let j = 0;
		for (let k = Math.max(N, key.length); k > 0; k--) {
			s[i] = (s[i]! ^ Math.imul(s[i - 1]! ^ (s[i - 1]! >>> 30), 1664525)) + key[j]! + j;
			if (++i >= N) {
				s[0] = s[N - 1]!;
				i = 1;
			}
			if (++j >= key.length) j = 0;
		}
		for (let k = N - 1; k > 0; k--) {
			s[i] = (s[i]! ^ Math.imul(s[i - 1]! ^ (s[i - 1]! >>> 30), 1566083941)) - i;
			if (++i >= N) {
				s[0] = s[N - 1]!;
				i = 1;
			}
		}
		s[0] = 0x80000000;
	}
	private refill(): void {
		const s = this.state;
		for (let k = 0; k < N; k++) {
			const y = (s[k]! & 0x80000000) | (s[(k + 1) % N]! & 0x7fffffff);
			s[k] = s[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
		}
		this.at = 0;
	}
	next32(): number {
		if (this.at >= N) this.refill();
		let y = this.state[this.at++]!;
		y ^= y >>> 11;
		y ^= (y << 7) & 0x9d2c5680;
		y ^= (y << 15) & 0xefc60000;
		return (y ^ (y >>> 18)) >>> 0;
	}
	/** [0, 1) with 53 bits. */
	random(): number {
		const a = this.next32() >>> 5;
		const b = this.next32() >>> 6;
		return (a * 67108864 + b) / 9007199254740992;
	}
	/** A number of `k` random bits, least significant words first. */
	bits(k: number): bigint {
		let out = 0n;
		for (let shift = 0n; k > 0; k -= 32, shift += 32n) {
			const word = k < 32 ? this.next32() >>> (32 - k) : this.next32();
			out |= BigInt(word) << shift;
		}
		return out;
	}
}
