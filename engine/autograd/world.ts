/**
 * The state PyTorch keeps per thread or per process: grad mode, sequence numbers, warn-once flags, the default generator's seedings.
 * One world is current at a time; every explored path starts with a fresh one. `site` is where the program is, opaque here.
 */
import type { Profile } from "../program.ts";
import type { Node } from "./node.ts";

/** An opaque program location (values/value.ts calls it `Site`); only carried, never read, below `values`. */
export type Where = object | null;

/** A pair of torch.autograd.graph.saved_tensors_hooks. */
export interface SavedHooks {
	pack: (t: unknown) => unknown;
	unpack: (o: unknown) => unknown;
}

export interface World {
	profile: Profile;
	gradMode: boolean;
	inferenceMode: boolean;
	anomaly: boolean;
	checkNan: boolean;
	/** Sequence number of the next node: newer nodes run first in backward. */
	sequence: number;
	tensors: number;
	storages: number;
	/** Warnings PyTorch gives once per process. */
	warned: Set<string>;
	/** Largest tensor (elements) whose numbers are kept, and the multiply-adds left. */
	elements: number;
	flops: number;
	defaultDtype: "float32" | "float64" | "float16" | "bfloat16";
	/** Where tensors are made that are told no device (`with torch.device(...)`, `set_default_device`); null: on the processor. */
	device: string | null;
	/** True while an op runs one of whose Python scalars was a float (`2.0`): JavaScript numbers do not tell. See `isFloatScalar`. */
	floatScalar: boolean;
	/** A backward ran over something not known: nothing can be said about who received gradients. */
	gradsUnknown: boolean;
	/** Counts changes to hidden state of the process that no other field shows: random generators, the environment. */
	effects: number;
	/** There is no device but the processor: what runs is compared with a CPU build. */
	cpuOnly: boolean;
	/** What `torch.autocast` does to the arguments of an operator; null outside of it. See engine/ops/autocast.ts. */
	autocast: { prepare(name: string, args: unknown[]): unknown[] | null } | null;
	/** Active `saved_tensors_hooks` pairs, innermost last. */
	savedTensorHooks: SavedHooks[];
	/** The innermost transform of torch.func under way, and whether it refuses random operations. */
	transform: { forbidsRandom: boolean } | null;
	/** Where the program is. */
	where: () => Where;
	/** Called now and then during long work; ends it by throwing when nobody waits for the result any more. */
	poll: () => void;
	/** The program's frames as text, for anomaly mode. */
	stack: () => string;
	/** The backward under way serves some inputs only. */
	selective: boolean;
	/** The node that a backward is at, for anomaly mode. */
	evaluating: Node | null;
	/** Issues a warning at the current line (category, text). */
	warn: (category: string, message: string) => void;
	/** The record of what happened, for rules, stories and hovers; null when nobody listens. */
	record: Recorder | null;
}

/** Facts of the autograd layer as they happen. Rules read the finished record; see engine/autograd/event.ts. */
export interface Recorder {
	event(kind: string, facts: Record<string, unknown>): void;
	/** A module in training mode was called while gradients were recorded. */
	forward(module: object): void;
}

export function freshWorld(profile: Profile = "2.13", elements = 65_536, flops = 50_000_000): World {
	return {
		profile,
		gradMode: true,
		inferenceMode: false,
		anomaly: false,
		checkNan: true,
		sequence: 0,
		tensors: 0,
		storages: 0,
		warned: new Set(),
		elements,
		flops,
		defaultDtype: "float32",
		device: null,
		floatScalar: false,
		gradsUnknown: false,
		effects: 0,
		cpuOnly: false,
		autocast: null,
		savedTensorHooks: [],
		transform: null,
		where: () => null,
		poll: () => {},
		stack: () => "",
		evaluating: null,
		selective: false,
		warn: () => {},
		record: null,
	};
}

export let world: World = freshWorld();
export function setWorld(next: World): void {
	world = next;
}

/** State that every world has for itself: made when it is first asked for. */
export function perWorld<T extends object>(make: () => T): () => T {
	const kept = new WeakMap<World, T>();
	return () => {
		let found = kept.get(world);
		if (found === undefined) kept.set(world, (found = make()));
		return found;
	};
}

/** Runs `f` with the grad mode given. */
export function withGradMode<T>(mode: boolean, f: () => T): T {
	const before = world.gradMode;
	world.gradMode = mode;
	try {
		return f();
	} finally {
		world.gradMode = before;
	}
}

/** Whether a `Scalar` argument counts as floating for dtype rules. */
export const isFloatScalar = (x: number | boolean): boolean => typeof x === "number" && (world.floatScalar || !Number.isInteger(x));
