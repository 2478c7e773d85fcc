/**
 * What is kept between two analyses of a program whose text changes little: the outcome of each root, good for as long as nothing it
 * read is another now. A root reads the frame of every module it loads (all but the bodies of functions), the functions it entered,
 * and where imports led.
 */
import type { Explored } from "./interp/check.ts";
import type { Lookup } from "./interp/effects.ts";
import type { Root } from "./interp/roots.ts";
import type { Options, Program, Source } from "./program.ts";
import type { FactCollector } from "./record/facts.ts";
import type { ReachCollector } from "./reach.ts";
import type { PathRun } from "./rules/rule.ts";
import type { FunctionDef, Module } from "./syntax/nodes.ts";
import type { Relowered } from "./syntax/relower.ts";

/** A root that was run, with what its paths left behind. */
export interface Outcome extends Explored {
	paths: PathRun[];
	facts: FactCollector | null;
	reach: ReachCollector | null;
	frames: [Source, object][];
}

/** Two modules that differ in function bodies only have the same frame. */
const frames = new WeakMap<Module, object>();
function frameOf(module: Module): object {
	let frame = frames.get(module);
	if (frame === undefined) frames.set(module, (frame = {}));
	return frame;
}
/** Functions that are no longer in their file, and everything defined inside them. */
const dead = new WeakSet<object>();

let relowering: ((source: Source, text: string) => Relowered | null) | null = null;
/** Called once by the embedder: lowers a changed text again, by the part that changed; null when all of it has to be. */
export function installRelowering(relower: (source: Source, text: string) => Relowered | null): void {
	relowering = relower;
}

/** Gives a source another text in place, when the change is small; the result takes it back. Null: nothing was done. */
export function editSource(source: Source, text: string): (() => void) | null {
	const before = { text: source.text, module: source.module };
	const relowered = relowering?.(source, text) ?? null;
	if (relowered === null) return null;
	frames.set(relowered.module, frameOf(before.module));
	source.text = text;
	source.module = relowered.module;
	const { replaced } = relowered;
	for (const old of replaced) eachFunction(old, (fn) => dead.add(fn));
	return () => {
		relowered.undo();
		Object.assign(source, before);
		for (const old of replaced) eachFunction(old, (fn) => dead.delete(fn));
	};
}
function eachFunction(node: object, visit: (fn: object) => void): void {
	const { kind } = node as { kind?: string };
	if (kind === "FunctionDef" || kind === "Lambda") visit(node);
	for (const key in node) {
		const v = (node as Record<string, unknown>)[key];
		if (key !== "scope" && v !== null && typeof v === "object") eachFunction(v, visit);
	}
}

export class Memo {
	readonly #outcomes: Map<string, Outcome>;
	#options = "";
	#entry: Source | null = null;
	/** How many roots the last analysis ran, and how many it did not need to. */
	readonly counters = { run: 0, reused: 0 };

	constructor(outcomes = new Map<string, Outcome>()) {
		this.#outcomes = outcomes;
	}
	/** For a trial: what it finds out is forgotten with it. */
	fork(): Memo {
		const out = new Memo(new Map(this.#outcomes));
		out.#options = this.#options;
		out.#entry = this.#entry;
		return out;
	}

	/** An analysis begins. */
	begin(program: Program, options: Options): Reader {
		const { profile, budget, facts, argv } = options;
		const key = JSON.stringify({ profile, budget, facts: facts === true, argv });
		if (key !== this.#options || program.entry !== this.#entry) this.#outcomes.clear();
		this.#options = key;
		this.#entry = program.entry;
		Object.assign(this.counters, { run: 0, reused: 0 });
		const asked = new Map<string, Source | null>();
		const find = ({ name, level, from }: Lookup): Source | null => {
			const question = `${level} ${name} ${from}`;
			let found = asked.get(question);
			if (found === undefined) asked.set(question, (found = program.find(name, level, from)));
			return found;
		};
		const met = new Set<string>();
		return {
			reuse: (root, before, steps) => {
				const id = idOf(root, met);
				const outcome = this.#outcomes.get(id);
				if (outcome === undefined || outcome.steps > steps || !holds(outcome, before, find)) return null;
				this.counters.reused++;
				return outcome;
			},
			keep: (outcome) => {
				this.counters.run++;
				const id = idOf(outcome.root, null);
				// Warnings name lines as they were.
				if (outcome.isWhole && outcome.paths.every((p) => p.warnings.length === 0)) this.#outcomes.set(id, outcome);
				else this.#outcomes.delete(id);
			},
			end: () => {
				for (const id of this.#outcomes.keys()) if (!met.has(id)) this.#outcomes.delete(id);
			},
		};
	}
}
/** One analysis's view of the memo. */
export interface Reader {
	/** The root's outcome, if it still holds; `before`: the functions that roots before it entered. */
	reuse(root: Root, before: ReadonlySet<unknown>, steps: number): Outcome | null;
	keep(outcome: Outcome): void;
	end(): void;
}
function idOf(root: Root, met: Set<string> | null): string {
	const id = `${root.kind} ${root.name}`;
	met?.add(id);
	return id;
}

function holds(outcome: Outcome, before: ReadonlySet<unknown>, find: (lookup: Lookup) => Source | null): boolean {
	for (const [source, frame] of outcome.frames) if (frameOf(source.module) !== frame) return false;
	for (const def of outcome.entered) if (dead.has(def as FunctionDef)) return false;
	for (const [def, answer] of outcome.asked) if (before.has(def) !== answer) return false;
	for (const lookup of outcome.lookups) if (find(lookup) !== lookup.found) return false;
	return true;
}
/** The frames of the files a root has loaded. */
export const framesOf = (sources: Iterable<Source>): [Source, object][] =>
	[...new Set(sources)].map((source) => [source, frameOf(source.module)]);
