/**
 * A tensor dimension: a known integer, or a symbolic one. Symbolic dims are polynomials over named atoms with integer
 * coefficients, hash-consed by their canonical text, so equality of objects is equality of polynomials.
 */
export type Dim = number | SymDim;

export interface SymDim {
	/** Canonical text, for example `2*N + 1`; also what the user reads. */
	readonly key: string;
	/** Monomial (atoms joined with `*`, sorted; `` for the constant) → coefficient. */
	readonly terms: ReadonlyMap<string, number>;
}

const interned = new Map<string, SymDim>();

function build(terms: Map<string, number>): Dim {
	for (const [m, c] of terms) if (c === 0) terms.delete(m);
	if (terms.size === 0) return 0;
	if (terms.size === 1 && terms.has("")) return terms.get("")!;
	const parts = [...terms].filter(([m]) => m !== "").sort(([a], [b]) => (a < b ? -1 : 1));
	let key = "";
	for (const [m, c] of parts) {
		const piece = Math.abs(c) === 1 ? m : `${Math.abs(c)}*${m}`;
		key += key === "" ? (c < 0 ? `-${piece}` : piece) : c < 0 ? ` - ${piece}` : ` + ${piece}`;
	}
	const constant = terms.get("");
	if (constant !== undefined) key += constant < 0 ? ` - ${-constant}` : ` + ${constant}`;
	let dim = interned.get(key);
	if (dim === undefined) {
		dim = { key, terms };
		interned.set(key, dim);
	}
	return dim;
}

const termsOf = (d: Dim): ReadonlyMap<string, number> => (typeof d === "number" ? new Map([["", d]]) : d.terms);

/** A named dimension, assumed to be at least 1. */
export function symbol(name: string): SymDim {
	return build(new Map([[name, 1]])) as SymDim;
}
const bounds = new Map<string, number>();
/** The same dimension, of which it is known that it is never larger (how many of `n` elements are true, say). */
export function atMost(d: Dim, n: number | null): Dim {
	if (typeof d !== "number") {
		if (n === null) bounds.delete(d.key);
		else bounds.set(d.key, n);
	}
	return d;
}
/** The largest it can be, null when nothing bounds it. */
export function highest(d: Dim): number | null {
	let sum = 0;
	for (const [monomial, coefficient] of termsOf(d)) {
		const n = monomial === "" ? 1 : coefficient < 0 ? (monomial.includes("//") ? 0 : 1) : highestOf(monomial);
		if (n === null) return null;
		sum += coefficient * n;
	}
	return sum;
}
function highestOf(monomial: string): number | null {
	let product = 1;
	for (const atom of monomial.split("*")) {
		const n = bounds.get(atom);
		if (n === undefined) return null;
		product *= n;
	}
	return product;
}
/** Stands as the only dimension of a tensor whose shape is not known at all. */
export const UNKNOWN_DIM: SymDim = symbol("?");
/** Sizes of a tensor about whose shape nothing is known. */
export const nothingKnown = (sizes: readonly Dim[]): boolean => sizes.length === 1 && sizes[0] === UNKNOWN_DIM;
export const isKnown = (d: Dim): d is number => typeof d === "number";
export function add(a: Dim, b: Dim): Dim {
	if (typeof a === "number" && typeof b === "number") return a + b;
	const out = new Map(termsOf(a));
	for (const [m, c] of termsOf(b)) out.set(m, (out.get(m) ?? 0) + c);
	return build(out);
}
export function mul(a: Dim, b: Dim): Dim {
	if (typeof a === "number" && typeof b === "number") return a * b;
	const out = new Map<string, number>();
	for (const [m, c] of termsOf(a))
		for (const [n, d] of termsOf(b)) {
			const mono = m === "" ? n : n === "" ? m : [...m.split("*"), ...n.split("*")].sort().join("*");
			out.set(mono, (out.get(mono) ?? 0) + c * d);
		}
	return build(out);
}
export const neg = (a: Dim): Dim => mul(a, -1);
export const sub = (a: Dim, b: Dim): Dim => add(a, neg(b));
/** Floor division; exact where every term divides, else a new atom that names the quotient. */
export function floorDiv(a: Dim, b: Dim): Dim {
	if (typeof a === "number" && typeof b === "number") return Math.floor(a / b);
	if (a === b) return 1;
	if (typeof b === "number") {
		if (b === 1) return a;
		const terms = termsOf(a);
		if ([...terms.values()].every((c) => c % b === 0)) return build(new Map([...terms].map(([m, c]) => [m, c / b])));
	} else if (b.terms.size === 1) {
		// A single monomial divides a polynomial when it divides each of its terms.
		const [[bm, bc]] = [...b.terms] as [[string, number]];
		const out = new Map<string, number>();
		let exact = true;
		for (const [m, c] of termsOf(a)) {
			const atoms = m === "" ? [] : m.split("*");
			let ok = c % bc === 0;
			for (const atom of bm === "" ? [] : bm.split("*")) {
				const i = atoms.indexOf(atom);
				if (i < 0) ok = false;
				else atoms.splice(i, 1);
			}
			if (!ok) {
				exact = false;
				break;
			}
			out.set(atoms.join("*"), (out.get(atoms.join("*")) ?? 0) + c / bc);
		}
		if (exact) return build(out);
	}
	return symbol(`(${dimText(a)})//${dimText(b)}`.replaceAll("*", "·"));
}
export const dimText = (d: Dim): string => (typeof d === "number" ? String(d) : d.key);
export const product = (dims: readonly Dim[]): Dim => {
	let out: Dim = 1;
	for (const d of dims) out = mul(out, d);
	return out;
};
/** True/false when decided for every value of the symbols (each at least 1), undefined when it depends. */
export function equal(a: Dim, b: Dim): boolean | undefined {
	if (a === b) return true;
	if (typeof a === "number" && typeof b === "number") return false;
	const difference = sub(a, b);
	if (typeof difference === "number") return difference === 0;
	// All coefficients of one sign and a constant of that sign: never zero.
	const coefficients = [...difference.terms.values()];
	if (coefficients.every((c) => c > 0) && difference.terms.has("")) return false;
	if (coefficients.every((c) => c < 0) && difference.terms.has("")) return false;
	return undefined;
}
