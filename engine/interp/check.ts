/**
 * Exploring a file for `check`: the script as a root, then what the script never entered. What happened is told to a listener;
 * this file judges nothing.
 */
import { world } from "../autograd/world.ts";
import type { Options, Program, Source } from "../program.ts";
import type { Coverage, Limit } from "../report/report.ts";
import type { Expr } from "../syntax/nodes.ts";
import { unknownCount, type Value } from "../values/value.ts";
import type { Lookup } from "./effects.ts";
import { tapLookups } from "./captures.ts";
import { execModule } from "./imports.ts";
import { type Path, PathSet } from "./paths.ts";
import { type Ending, mergedLimits, recordLimit } from "./record.ts";
import {
	candidates,
	defaultHarness,
	findTarget,
	type Harness,
	isDone,
	leadsToItsPackage,
	loadLibrary,
	type Root,
	runRoot,
} from "./roots.ts";
import { type Kept, preparePath, runPath } from "./session.ts";
import { state } from "./state.ts";

export interface Listener {
	/** An outcome of an earlier analysis that still holds and took at most `steps`; `before`: the functions that roots before this one entered. */
	reuse?(root: Root, before: ReadonlySet<unknown>, steps: number): Explored | null;
	rootStarts?(root: Root): void;
	rootEnds?(explored: Explored): void;
	/** Asked after each root that was run; true leaves the others for later. */
	pause?(): boolean;
	/** A path starts: the autograd world is fresh, nothing has run. */
	pathStarts?(root: Root, path: Path): void;
	/** Tells which modules' forwards ran for training on this path, as definitions, and whether a backward reached the module. */
	pathEnds?(root: Root, ending: Ending): ReadonlyMap<unknown, boolean> | undefined;
	/** Values of expressions of the user's files, for hovers. */
	onValue?(node: Expr, value: Value, source: Source): void;
	harness?: Harness;
}

/** All paths of one root, and everything they read. */
export interface Explored {
	root: Root;
	endings: Ending[];
	limits: Limit[];
	steps: number;
	/** Functions that were entered. */
	entered: ReadonlySet<unknown>;
	/** Forwards of modules that ran for training; false: no backward reached the module. */
	trained: ReadonlyMap<unknown, boolean>;
	/** Functions that were asked about: had an earlier root entered them? */
	asked: readonly [unknown, boolean][];
	/** Where imports led. */
	lookups: readonly Lookup[];
	/** Files that were loaded. */
	sources: ReadonlySet<Source>;
	/** Neither stopped nor cut off by a budget that roots share. */
	isWhole: boolean;
	/** A script that came to its end on every path and entered all that it defined. */
	isExhausted: boolean;
}

export interface Exploration {
	endings: Ending[];
	limits: Limit[];
	/** Some roots were left for later. */
	isPaused: boolean;
	/** What was understood is told by the listener's record. */
	coverage: Pick<Coverage, "steps" | "roots">;
}

/** All roots together may take this many times the steps of one path: what a file costs at most, a few seconds. */
const TOTAL = 1;
/** A module body of more steps is executed once for all roots. */
const LONG = 10_000;

export function explore(program: Program, options: Options, listener: Listener = {}): Exploration {
	state.counters = { steps: 0 };
	state.observer = listener.onValue === undefined ? null : (node, value, source) => listener.onValue!(node, value, source);
	const all: Explored[] = [];
	const entered = new Set<unknown>();
	const trained = new Map<unknown, boolean>();
	const noted: Limit[][] = [];
	const allowed = options.budget.steps * TOTAL;
	let kept: Kept | null = null;
	let isPaused = false;
	const done = (explored: Explored): void => {
		all.push(explored);
		noted.push(explored.limits);
		for (const def of explored.entered) entered.add(def);
		addTrained(trained, explored.trained);
	};
	const exploreRoot = (root: Root, work: (paths: PathSet) => void): void => {
		const known = listener.reuse?.(root, entered, allowed - state.counters.steps) ?? null;
		if (known !== null) {
			state.counters.steps += known.steps;
			return done(known);
		}
		listener.rootStarts?.(root);
		const explored = runPaths(root, work);
		done(explored);
		listener.rootEnds?.(explored);
		isPaused = listener.pause?.() === true || options.cancelled?.() === true;
	};
	const runPaths = (root: Root, work: (paths: PathSet) => void): Explored => {
		startNotes();
		const own = new Set<unknown>();
		state.entered = own;
		state.enteredBefore = entered;
		state.enteredAsked = [];
		const lookups: Lookup[] = [];
		const tapped = tapLookups(lookups);
		const before = state.counters.steps;
		const explored = {
			root,
			endings: [] as Ending[],
			limits: state.limits,
			steps: 0,
			entered: own,
			trained: new Map<unknown, boolean>(),
			asked: state.enteredAsked,
			lookups: [] as Lookup[],
			sources: new Set<Source>([program.entry]),
			isWhole: true,
			isExhausted: root.kind === "script",
		};
		const paths = new PathSet(options.budget.paths);
		for (let path = paths.next(); path !== null; path = paths.next()) {
			if (state.counters.steps > allowed) {
				recordLimit("budget", "not every path was followed");
				explored.isWhole = false;
				break;
			}
			preparePath(program, options, path, false, kept);
			listener.pathStarts?.(root, path);
			const ending = runPath(root.name, paths, () => work(paths));
			explored.endings.push(ending);
			for (const module of state.sources.values()) if (module.source !== null) explored.sources.add(module.source);
			addTrained(explored.trained, listener.pathEnds?.(root, ending) ?? new Map());
			if (explored.isExhausted && (ending.kind !== "end" || candidates(explored).length > 0)) explored.isExhausted = false;
			if (options.cancelled?.()) {
				explored.isWhole = false;
				break;
			}
		}
		tapLookups(tapped);
		explored.steps = state.counters.steps - before;
		explored.lookups = [...new Map(lookups.map((l) => [`${l.level} ${l.name} ${l.from}`, l])).values()];
		return explored;
	};
	startNotes();
	for (const gap of program.entry.module.gaps) recordLimit("syntax", gap.message, gap, null, program.entry.path);
	noted.push(state.limits);
	exploreRoot({ name: "<module>", kind: "script", def: null, parts: [] }, () => execModule(state.mainModule!, program.entry));
	const isPackaged = all.some((script) => leadsToItsPackage(program, script.sources));
	const harness = listener.harness ?? defaultHarness;
	// What is defined is read off a run as a library, without the script's main block.
	let found: Root[] = [];
	if (!all[0]!.isExhausted) {
		const discovery: Root = { name: "<definitions>", kind: "script", def: null, parts: [] };
		startNotes();
		state.entered = null;
		preparePath(program, options, new PathSet(1).next(), false);
		listener.pathStarts?.(discovery, state.path!);
		runPath(discovery.name, new PathSet(1), () => {
			try {
				loadLibrary(program, isPackaged);
			} finally {
				found = candidates({ entered, trained });
			}
		});
		noted.push(state.limits);
	}
	if (found.length > 0 && state.steps + state.imported > LONG)
		kept = {
			modules: state.modules,
			sources: state.sources,
			main: state.mainModule!,
			unknowns: unknownCount(),
			tensors: world.tensors,
			storages: world.storages,
		};
	for (const root of found) {
		if (isPaused) break;
		if (isDone(root, { entered, trained })) continue;
		if (state.counters.steps > allowed) {
			startNotes();
			recordLimit("budget", `\`${root.name}\` was not looked into`, root.def ?? undefined);
			noted.push(state.limits);
			continue;
		}
		exploreRoot(root, () => {
			const module = kept?.main ?? loadLibrary(program, isPackaged);
			const target = findTarget(module, root);
			if (target !== undefined) runRoot(root, target, harness);
		});
	}
	state.frame = null;
	state.observer = null;
	return {
		endings: all.flatMap((e) => e.endings),
		limits: mergedLimits(noted),
		isPaused,
		coverage: { steps: state.counters.steps, roots: all.length },
	};
}

function addTrained(to: Map<unknown, boolean>, more: ReadonlyMap<unknown, boolean>): void {
	for (const [def, isTrained] of more) to.set(def, isTrained || to.get(def) === true);
}

/** Limits are noted per root, so that each root's can be kept. */
function startNotes(): void {
	state.limits = [];
	state.limitKeys = new Set();
}
