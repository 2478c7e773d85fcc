/** What a program being generated has so far: its variables with their shapes, modules and optimizers. */
import type { Rng } from "./rng.ts";

/** Element kind: float32, float64, integer, boolean. */
export type Kind = "f" | "d" | "i" | "b";

export interface Variable {
	name: string;
	shape: number[];
	kind: Kind;
	/** Made as a leaf (parameter, factory with requires_grad): fit for an optimizer. */
	leaf: boolean;
}

export interface ModuleVariable {
	name: string;
	/** The last dimensions an input must have, and what the output has instead. */
	accepts: (shape: number[]) => boolean;
	gives: (shape: number[]) => number[];
	kind: Kind;
}

export class Pool {
	readonly rng: Rng;
	readonly variables: Variable[] = [];
	readonly modules: ModuleVariable[] = [];
	readonly optimizers: string[] = [];
	#count = 0;

	constructor(rng: Rng) {
		this.rng = rng;
	}

	/** A name not used yet, beginning with `stem`. */
	fresh(stem: string): string {
		return `${stem}${this.#count++}`;
	}

	/** Registers the target of an assignment; now and then an old name of the same kind is bound again. */
	bind(shape: number[], kind: Kind = "f", leaf = false): string {
		const old = this.variables.length > 3 && this.rng.chance(0.15) ? this.rng.pick(this.variables) : null;
		const name = old ? old.name : this.fresh(leaf ? "w" : "t");
		this.set(name, shape, kind, leaf);
		return name;
	}

	set(name: string, shape: number[], kind: Kind, leaf: boolean): void {
		const known = this.variables.find((variable) => variable.name === name);
		if (known) Object.assign(known, { shape, kind, leaf });
		else this.variables.push({ name, shape, kind, leaf });
	}

	/** A variable that fits; recent ones are likelier. */
	pick(fits: (variable: Variable) => boolean = isFloat): Variable | null {
		const candidates = this.variables.filter(fits);
		if (candidates.length === 0) return null;
		const recent = this.rng.chance(0.4) ? candidates.slice(-3) : candidates;
		return this.rng.pick(recent);
	}

	/** A variable whose shape broadcasts with `shape` to exactly `shape`. */
	pickFor(shape: number[]): Variable | null {
		return this.pick((variable) => isFloat(variable) && sameShape(broadcast(variable.shape, shape), shape));
	}
}

export function isFloat(variable: Variable): boolean {
	return variable.kind === "f" || variable.kind === "d";
}

export function size(shape: readonly number[]): number {
	return shape.reduce((product, dim) => product * dim, 1);
}

export function sameShape(a: readonly number[] | null, b: readonly number[]): boolean {
	return a !== null && a.length === b.length && a.every((dim, i) => dim === b[i]);
}

/** The broadcast shape, or null. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] | null {
	const out: number[] = [];
	for (let i = 1; i <= Math.max(a.length, b.length); i++) {
		const x = i <= a.length ? a[a.length - i] : 1;
		const y = i <= b.length ? b[b.length - i] : 1;
		if (x !== y && x !== 1 && y !== 1) return null;
		out.unshift(x === 1 ? y : x);
	}
	return out;
}

export function wider(a: Kind, b: Kind): Kind {
	if (a === "d" || b === "d") return "d";
	return a === "f" || b === "f" ? "f" : a;
}
