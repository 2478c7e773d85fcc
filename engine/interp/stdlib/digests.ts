/** MD5, SHA-1 and SHA-256 of byte strings (one char per byte). */

const left = (x: number, n: number): number => (x << n) | (x >>> (32 - n));
const right = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** The message with its end mark and its length, as 32-bit words in blocks of 16. */
function blocks(bytes: string, isLittle: boolean): DataView {
	const size = (((bytes.length + 8) >> 6) + 1) * 64;
	const data = new Uint8Array(size);
	for (let i = 0; i < bytes.length; i++) data[i] = bytes.charCodeAt(i);
	data[bytes.length] = 0x80;
	const view = new DataView(data.buffer);
	view.setBigUint64(size - 8, BigInt(bytes.length) * 8n, isLittle);
	return view;
}
function text(words: readonly number[], isLittle: boolean): string {
	const view = new DataView(new ArrayBuffer(words.length * 4));
	words.forEach((w, i) => void view.setInt32(i * 4, w, isLittle));
	return String.fromCharCode(...new Uint8Array(view.buffer));
}
/** Runs `round` over every block and adds what comes out to the state. */
function digest(bytes: string, isLittle: boolean, start: readonly number[], round: (w: number[], state: number[]) => number[]): string {
	const view = blocks(bytes, isLittle);
	let state = [...start];
	for (let at = 0; at < view.byteLength; at += 64) {
		const words = Array.from({ length: 16 }, (_, i) => view.getInt32(at + i * 4, isLittle));
		const next = round(words, [...state]);
		state = state.map((s, i) => (s + next[i]!) | 0);
	}
	return text(state, isLittle);
}

const TURNS = [
	[7, 12, 17, 22],
	[5, 9, 14, 20],
	[4, 11, 16, 23],
	[6, 10, 15, 21],
];
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);
export const md5 = (bytes: string): string =>
	digest(bytes, true, [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476], (w, [a, b, c, d]) => {
		for (let i = 0; i < 64; i++) {
			const quarter = i >> 4;
			const f = [(b! & c!) | (~b! & d!), (d! & b!) | (~d! & c!), b! ^ c! ^ d!, c! ^ (b! | ~d!)][quarter]!;
			const k = [i, 5 * i + 1, 3 * i + 5, 7 * i][quarter]! % 16;
			const sum = (a! + f + SINES[i]! + w[k]!) | 0;
			[a, d, c, b] = [d, c, b, (b! + left(sum, TURNS[quarter]![i % 4]!)) | 0];
		}
		return [a!, b!, c!, d!];
	});

const STEPS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc | 0, 0xca62c1d6 | 0];
export const sha1 = (bytes: string): string =>
	digest(bytes, false, [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0], (w, [a, b, c, d, e]) => {
		for (let i = 16; i < 80; i++) w.push(left(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 1));
		for (let i = 0; i < 80; i++) {
			const quarter = Math.floor(i / 20);
			const f = [(b! & c!) | (~b! & d!), b! ^ c! ^ d!, (b! & c!) | (b! & d!) | (c! & d!), b! ^ c! ^ d!][quarter]!;
			const sum = (left(a!, 5) + f + e! + STEPS[quarter]! + w[i]!) | 0;
			[e, d, c, b, a] = [d, c, left(b!, 30), a, sum];
		}
		return [a!, b!, c!, d!, e!];
	});

const primes: number[] = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
/** The first 32 bits behind the point. */
const fraction = (x: number): number => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0;
const CUBES = primes.map((p) => fraction(Math.cbrt(p)));
const ROOTS = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const sha2 = (bytes: string, start: readonly number[]): string =>
	digest(bytes, false, start, (w, state) => {
		for (let i = 16; i < 64; i++) {
			const [x, y] = [w[i - 15]!, w[i - 2]!];
			const s0 = right(x, 7) ^ right(x, 18) ^ (x >>> 3);
			const s1 = right(y, 17) ^ right(y, 19) ^ (y >>> 10);
			w.push((w[i - 16]! + s0 + w[i - 7]! + s1) | 0);
		}
		let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
		for (let i = 0; i < 64; i++) {
			const s1 = right(e, 6) ^ right(e, 11) ^ right(e, 25);
			const t1 = (h + s1 + ((e & f) ^ (~e & g)) + CUBES[i]! + w[i]!) | 0;
			const s0 = right(a, 2) ^ right(a, 13) ^ right(a, 22);
			const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
			[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
		}
		return [a, b, c, d, e, f, g, h];
	});
export const sha256 = (bytes: string): string => sha2(bytes, ROOTS);
