/**
 * The slots of CPython's set, which decide the order of iteration. Followed exactly while every hash is predictable (numbers and
 * tuples of numbers); sets of anything else have no table here, as their order changes from process to process.
 */
import { asInt } from "./kinds.ts";
import { hashValue } from "./hash.ts";
import type { PySet, Value } from "./value.ts";

const LINEAR_PROBES = 9;
const EMPTY = 0;
const DUMMY = 1;
const ACTIVE = 2;

interface Slots {
	state: Uint8Array;
	keys: unknown[];
	hashes: bigint[];
}
const newSlots = (size: number): Slots => ({ state: new Uint8Array(size), keys: new Array(size), hashes: new Array(size) });

export class SetTable {
	private slots = newSlots(8);
	private mask = 7;
	private fill = 0;
	/** Where `pop` looks next. */
	private finger = 0;
	used = 0;

	/** Slot of the key, or where it would go: the first slot on its way that a removal left, else an empty one. */
	private find(key: unknown, hash: bigint): number {
		let perturb = hash;
		let free = -1;
		let i = Number(hash & BigInt(this.mask));
		for (;;) {
			const end = i + LINEAR_PROBES <= this.mask ? i + LINEAR_PROBES : i;
			for (let k = i; k <= end; k++) {
				if (this.slots.state[k] === EMPTY) return free >= 0 ? free : k;
				if (this.slots.state[k] === DUMMY && free < 0) free = k;
				if (this.slots.state[k] === ACTIVE && this.slots.keys[k] === key) return k;
			}
			perturb >>= 5n;
			i = Number((BigInt(i) * 5n + 1n + perturb) & BigInt(this.mask));
		}
	}
	private put(at: number, key: unknown, hash: bigint): void {
		if (this.slots.state[at] === DUMMY) this.fill--;
		this.slots.state[at] = ACTIVE;
		this.slots.keys[at] = key;
		this.slots.hashes[at] = hash;
		this.fill++;
		this.used++;
	}
	add(key: unknown, hash: bigint): void {
		const at = this.find(key, hash);
		if (this.slots.state[at] === ACTIVE) return;
		const reused = this.slots.state[at] === DUMMY;
		this.put(at, key, hash);
		if (!reused && this.fill * 5 >= this.mask * 3) this.resize(this.used > 50_000 ? this.used * 2 : this.used * 4);
	}
	discard(key: unknown, hash: bigint): boolean {
		const at = this.find(key, hash);
		if (this.slots.state[at] !== ACTIVE) return false;
		this.slots.state[at] = DUMMY;
		this.used--;
		return true;
	}
	private resize(minimum: number): void {
		let size = 8;
		while (size <= minimum) size <<= 1;
		const old = this.slots;
		this.slots = newSlots(size);
		this.mask = size - 1;
		this.fill = this.used = 0;
		for (let i = 0; i < old.state.length; i++)
			if (old.state[i] === ACTIVE) this.put(this.find(old.keys[i], old.hashes[i]!), old.keys[i], old.hashes[i]!);
	}
	/** Room for what a bulk insertion brings. */
	reserve(more: number): void {
		if ((this.fill + more) * 5 >= this.mask * 3) this.resize((this.used + more) * 2);
	}
	merge(other: SetTable): void {
		if (other === this || other.used === 0) return;
		this.reserve(other.used);
		if (this.fill === 0 && this.mask === other.mask && other.fill === other.used) {
			this.slots = { state: other.slots.state.slice(), keys: other.slots.keys.slice(), hashes: other.slots.hashes.slice() };
			this.fill = this.used = other.used;
			return;
		}
		other.each((key, hash) => this.add(key, hash));
	}
	/**
	 * The table of a display of constants: CPython's compiler makes a frozenset of them, copies that one item by one into another,
	 * and the display is filled from the copy.
	 */
	folded(): SetTable {
		const copy = new SetTable();
		this.each((key, hash) => copy.add(key, hash));
		const out = new SetTable();
		out.merge(copy);
		return out;
	}
	/** After many removals the dummies are swept out. */
	sweep(): void {
		if (this.fill - this.used > Math.floor(this.mask / 5)) this.resize(this.used > 50_000 ? this.used * 2 : this.used * 4);
	}
	each(visit: (key: unknown, hash: bigint) => void): void {
		const { state, keys, hashes } = this.slots;
		for (let i = 0; i < state.length; i++) if (state[i] === ACTIVE) visit(keys[i], hashes[i]!);
	}
	/** The key `set.pop()` takes; undefined when empty. */
	pop(): unknown {
		if (this.used === 0) return undefined;
		let i = this.finger & this.mask;
		while (this.slots.state[i] !== ACTIVE) i = i + 1 > this.mask ? 0 : i + 1;
		this.slots.state[i] = DUMMY;
		this.used--;
		this.finger = i + 1;
		return this.slots.keys[i];
	}
	order(): unknown[] {
		const out: unknown[] = [];
		this.each((key) => out.push(key));
		return out;
	}
}

const tables = new WeakMap<PySet, SetTable>();
/** The table of a set that was only changed through these functions; undefined when its order is not followed. */
export function tableOf(s: PySet): SetTable | undefined {
	const t = tables.get(s);
	if (t !== undefined && t.used === s.entries.size) return t;
	if (s.entries.size === 0) return resetTable(s);
	return undefined;
}
export function resetTable(s: PySet): SetTable {
	const t = new SetTable();
	tables.set(s, t);
	return t;
}
export function adoptTable(s: PySet, t: SetTable | undefined): void {
	if (t === undefined) tables.delete(s);
	else tables.set(s, t);
}
export function hashBits(item: Value): bigint | null {
	if (typeof item === "string" || item === null) return null;
	const h = asInt(hashValue(item));
	return h === null ? null : BigInt.asUintN(64, BigInt(h));
}
/** Notes an item about to be added to a set that does not hold it. */
export function noteAdd(s: PySet, key: unknown, item: Value): void {
	const t = tableOf(s);
	if (t === undefined) return;
	const hash = hashBits(item);
	if (hash === null) tables.delete(s);
	else t.add(key, hash);
}
/** Notes an item about to be removed. */
export function noteRemove(s: PySet, key: unknown, item: Value): void {
	const t = tableOf(s);
	const hash = t === undefined ? null : hashBits(item);
	if (hash !== null) t!.discard(key, hash);
}
