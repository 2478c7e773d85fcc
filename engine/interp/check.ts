/**
 * Exploring a file for `check`: the script as a root, then what the script never entered. What happened is told to a listener;
 * this file judges nothing.
 */
import type { Options, Program, Source } from "../program.ts";
import type { Coverage, Limit } from "../report/report.ts";
import type { Expr } from "../syntax/nodes.ts";
import { unknownCount, type Value } from "../values/value.ts";
import { execModule } from "./imports.ts";
import { type Path, PathSet } from "./paths.ts";
import { type Ending, recordLimit } from "./record.ts";
import { candidates, defaultHarness, findTarget, type Harness, loadLibrary, type Root, runRoot } from "./roots.ts";
import { type Kept, preparePath, runPath } from "./session.ts";
import { state } from "./state.ts";

export interface Listener {
	/** A path starts: the autograd world is fresh, nothing has run. */
	pathStarts?(root: Root, path: Path): void;
	pathEnds?(root: Root, ending: Ending): void;
	/** Values of expressions of the user's files, for hovers. */
	onValue?(node: Expr, value: Value, source: Source): void;
	harness?: Harness;
}

export interface Exploration {
	endings: Ending[];
	limits: Limit[];
	/** What was understood is told by the listener's record. */
	coverage: Pick<Coverage, "steps" | "roots">;
}

/** All roots together may take this many times the steps of one path. */
const TOTAL = 4;
/** A module body of more steps is executed once for all roots. */
const LONG = 10_000;

export function explore(program: Program, options: Options, listener: Listener = {}): Exploration {
	state.limits = [];
	state.limitKeys = new Set();
	state.counters = { steps: 0 };
	state.observer = listener.onValue === undefined ? null : (node, value, source) => listener.onValue!(node, value, source);
	state.entered = new Set();
	const endings: Ending[] = [];
	const allowed = options.budget.steps * TOTAL;
	const script: Root = { name: "<module>", kind: "script", def: null };
	let roots = 0;
	let kept: Kept | null = null;
	const exploreRoot = (root: Root, work: (paths: PathSet) => void): void => {
		roots++;
		const paths = new PathSet(options.budget.paths);
		for (let path = paths.next(); path !== null; path = paths.next()) {
			if (state.counters.steps > allowed) {
				recordLimit("budget", "not every path was followed");
				return;
			}
			preparePath(program, options, path, false, kept);
			listener.pathStarts?.(root, path);
			const ending = runPath(root.name, paths, () => work(paths));
			endings.push(ending);
			listener.pathEnds?.(root, ending);
			if (options.cancelled?.()) return;
		}
	};
	exploreRoot(script, () => execModule(state.mainModule!, program.entry));
	const harness = listener.harness ?? defaultHarness;
	// What is defined is read off a run as a library, without the script's main block.
	let found: Root[] = [];
	const discovery: Root = { name: "<definitions>", kind: "script", def: null };
	preparePath(program, options, new PathSet(1).next(), false);
	listener.pathStarts?.(discovery, state.path!);
	const entered = state.entered;
	state.entered = null;
	runPath(discovery.name, new PathSet(1), () => {
		try {
			loadLibrary(program);
		} finally {
			found = candidates(entered!);
		}
	});
	state.entered = entered;
	if (state.steps > LONG) kept = { modules: state.modules, sources: state.sources, main: state.mainModule!, unknowns: unknownCount() };
	for (const root of found) {
		if (options.cancelled?.()) break;
		if (entered!.has(root.def)) continue;
		if (state.counters.steps > allowed) {
			recordLimit("budget", `\`${root.name}\` was not looked into`, root.def ?? undefined);
			continue;
		}
		exploreRoot(root, (paths) => {
			const module = kept?.main ?? loadLibrary(program);
			if (kept === null) state.steps = 0;
			const target = findTarget(module, root);
			if (target !== undefined) runRoot(root, target, harness);
		});
	}
	state.frame = null;
	state.observer = null;
	return { endings, limits: state.limits, coverage: { steps: state.counters.steps, roots } };
}
