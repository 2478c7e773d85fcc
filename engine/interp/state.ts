/** The state of the run in progress: the engine is single-threaded, so there is one, reset at the start of every path. */
import type { Budget, Options, Program, Source } from "../program.ts";
import { CHECK_BUDGET } from "../program.ts";
import type { Limit } from "../report/report.ts";
import type { Expr } from "../syntax/nodes.ts";
import type { PyClass, PyInstance, PyModule, Site, Value } from "../values/value.ts";
import type { Frame } from "./frame.ts";
import type { Path } from "./paths.ts";

/** Ends the path: a budget is used up or a condition cannot be decided. Not a Python exception: no handler sees it. */
export class GiveUp {
	kind: string;
	what: string;
	site: Site | null;
	constructor(kind: string, what: string) {
		this.kind = kind;
		this.what = what;
		this.site = state.frame?.site() ?? null;
	}
}

export interface Counters {
	steps: number;
}

class State {
	frame: Frame | null = null;
	depth = 0;
	steps = 0;
	/** Steps that modules took to be imported; they are not among the others. */
	imported = 0;
	/** The step at which something has to be looked at: the budget's end or the next poll of `cancelled`. */
	nextCheck = 0;
	budget: Budget = CHECK_BUDGET;
	/** `run`: undecidable conditions end the run, loops are never cut short. */
	exact = false;
	options: Options | null = null;
	program: Program | null = null;
	path: Path | null = null;
	/** The exception being handled, for `raise` and `__context__`. */
	handled: PyInstance | null = null;
	/** sys.modules. */
	modules: Map<string, Value> = new Map();
	/** Modules made from the program's files, by path. */
	sources: Map<string, PyModule> = new Map();
	builtins: Map<string, Value> = new Map();
	limits: Limit[] = [];
	limitKeys: Set<string> = new Set();
	output: string[] = [];
	counters: Counters = { steps: 0 };
	/** Hovers: what an expression of the user's file evaluated to. */
	observer: ((node: Expr, value: Value, source: Source) => void) | null = null;
	/** User functions that were entered, for roots. */
	entered: Set<unknown> | null = null;
	/** What earlier roots entered, and what this root has asked about it. */
	enteredBefore: ReadonlySet<unknown> = new Set();
	enteredAsked: [unknown, boolean][] = [];
	/** Changes the program made to things that outlive a path (built-in classes, native modules), newest last. */
	undo: (() => void)[] = [];
	madeClasses: PyClass[] = [];
	/** Counts iterations over something that is not known, so that a loop can tell that its items come from one. */
	unknownSources = 0;
	/** Counts the ones that were cut off: what was collected from them is not all there is. */
	cutSources = 0;
	mainModule: PyModule | null = null;
	/** How many imports are under way: what a module decides while it is imported gets no paths of its own. */
	importing = 0;
	/** How many `try` statements with handlers are being executed. */
	trying = 0;
	/** `try` bodies being executed whose program is prepared for a missing package. */
	importGuards = 0;
	/** The frame whose `try` imports something else where an import fails. */
	fallback: Frame | null = null;
	/** Every function made from a `def` of a user's file, for roots. */
	onFunction: ((fn: Value) => void) | null = null;
}

export const state = new State();

/** Whether some root has entered a function already. */
export function wasEntered(def: unknown): boolean {
	if (state.entered?.has(def) === true) return true;
	const before = state.enteredBefore.has(def);
	state.enteredAsked.push([def, before]);
	return before;
}

/** A few milliseconds' worth: whoever wants the analysis stopped is waiting. */
export const POLL_EVERY = 512;

/** Called when `steps` reaches `nextCheck`. */
export function checkBudget(): void {
	if (state.steps >= state.budget.steps) throw new GiveUp("budget", `more than ${state.budget.steps} steps`);
	checkCancelled();
	state.nextCheck = Math.min(state.budget.steps, state.steps + POLL_EVERY);
}
export function checkCancelled(): void {
	if (state.options?.cancelled?.()) throw new GiveUp("cancelled", "the analysis was stopped");
}

/** Undoes what a path did to shared objects. */
export function undoChanges(): void {
	for (let i = state.undo.length - 1; i >= 0; i--) state.undo[i]!();
	state.undo = [];
	for (const cls of state.madeClasses.reverse()) for (const base of cls.bases) base.disown(cls);
	state.madeClasses = [];
}
