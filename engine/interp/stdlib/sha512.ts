/** SHA-512 of a byte string (one char per byte): seeds given as text go through it. */

const MASK = (1n << 64n) - 1n;

/** The first 64 fractional bits of a root of n: the constants of the standard are such roots of primes. */
function fraction(n: bigint, root: 2n | 3n): bigint {
	const scaled = n << (64n * root);
	let low = 0n;
	let high = 1n << 72n;
	while (high - low > 1n) {
		const middle = (low + high) >> 1n;
		if (middle ** root <= scaled) low = middle;
		else high = middle;
	}
	return low & MASK;
}
const primes: bigint[] = [];
for (let n = 2n; primes.length < 80; n++) if (primes.every((p) => n % p !== 0n)) primes.push(n);
let constants: bigint[] | null = null;

const rotate = (x: bigint, n: bigint): bigint => ((x >> n) | (x << (64n - n))) & MASK;

export function sha512(bytes: string): string {
	constants ??= primes.map((p) => fraction(p, 3n));
	const state = primes.slice(0, 8).map((p) => fraction(p, 2n));
	let padded = `${bytes}\x80`;
	while (padded.length % 128 !== 112) padded += "\0";
	let size = "";
	for (let shift = 120n; shift >= 0n; shift -= 8n) size += String.fromCharCode(Number((BigInt(bytes.length * 8) >> shift) & 255n));
	padded += size;
	for (let block = 0; block < padded.length; block += 128) {
		const w: bigint[] = [];
		for (let t = 0; t < 16; t++) {
			let word = 0n;
			for (let i = 0; i < 8; i++) word = (word << 8n) | BigInt(padded.charCodeAt(block + t * 8 + i));
			w.push(word);
		}
		for (let t = 16; t < 80; t++) {
			const x = w[t - 15]!;
			const y = w[t - 2]!;
			const s0 = rotate(x, 1n) ^ rotate(x, 8n) ^ (x >> 7n);
			const s1 = rotate(y, 19n) ^ rotate(y, 61n) ^ (y >> 6n);
			w.push((w[t - 16]! + s0 + w[t - 7]! + s1) & MASK);
		}
		let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
		for (let t = 0; t < 80; t++) {
			const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
			const t1 = h + s1 + ((e & f) ^ (~e & MASK & g)) + constants[t]! + w[t]!;
			const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n);
			const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
			[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK, c, b, a, (t1 + t2) & MASK];
		}
		[a, b, c, d, e, f, g, h].forEach((v, i) => {
			state[i] = (state[i]! + v) & MASK;
		});
	}
	let out = "";
	for (const v of state) for (let shift = 56n; shift >= 0n; shift -= 8n) out += String.fromCharCode(Number((v >> shift) & 255n));
	return out;
}
