/** One path of one root: everything reset, the work done, the ending told. */
import { setWorld, freshWorld, world } from "../autograd/world.ts";
import type { Options, Program } from "../program.ts";
import { exceptionClasses } from "../values/exceptions.ts";
import { rt } from "../values/runtime.ts";
import { PyModule, PyRaise, resetUnknowns, type Site, type Value } from "../values/value.ts";
import { asRaise, describeError, isStackOverflow } from "./calls.ts";
import { builtinNamespace } from "./builtins.ts";
import { lineOf, userSite } from "./frame.ts";
import { type Path, type PathSet, usePaths } from "./paths.ts";
import { type Ending, recordLimit } from "./record.ts";
import { useRuntime } from "./runtime.ts";
import { checkCancelled, GiveUp, POLL_EVERY, state, undoChanges } from "./state.ts";
import { renderStack } from "./traceback.ts";
import { resetWarnings } from "./warnings.ts";
import { restoreImages } from "./images.ts";
import { newModule } from "./imports.ts";

/** Modules that were executed by an earlier path and are used again because executing them is long. */
export interface Kept {
	modules: Map<string, Value>;
	sources: Map<string, PyModule>;
	main: PyModule;
	unknowns: number;
	/** Tensors and storages it made: later ones are numbered on. */
	tensors: number;
	storages: number;
}

export function preparePath(program: Program, options: Options, path: Path | null, exact: boolean, kept: Kept | null = null): void {
	useRuntime();
	if (kept === null) {
		restoreImages();
		undoChanges();
	}
	resetUnknowns(kept?.unknowns ?? 0);
	resetWarnings();
	const namespace = builtinNamespace();
	state.frame = null;
	state.depth = 0;
	state.importing = 0;
	state.trying = 0;
	state.importGuards = 0;
	state.fallback = null;
	state.steps = 0;
	state.imported = 0;
	state.budget = options.budget;
	state.nextCheck = Math.min(POLL_EVERY, options.budget.steps);
	state.exact = exact;
	state.options = options;
	state.program = program;
	state.path = path;
	state.handled = null;
	state.builtins = namespace;
	state.output = [];
	state.unknownSources = 0;
	const builtins = new PyModule("builtins", null);
	builtins.dict = namespace;
	const main = newModule("__main__", program.entry);
	main.dict.set("__builtins__", builtins);
	// As `python -m` does it.
	if (program.module !== undefined)
		main.dict.set(
			"__package__",
			/(^|[\\/])__init__\.py$/.test(program.entry.path) ? program.module : program.module.replace(/\.?[^.]*$/, "") || null,
		);
	state.mainModule = main;
	state.modules = new Map<string, Value>([
		["builtins", builtins],
		["__main__", main],
	]);
	state.sources = new Map(kept?.sources ?? []);
	if (kept !== null) {
		state.mainModule = kept.main;
		for (const [name, module] of kept.modules) if (name !== "builtins") state.modules.set(name, module);
	}
	const record = world.record;
	setWorld(freshWorld(options.profile, options.budget.elements, options.budget.flops));
	world.record = record;
	world.cpuOnly = exact;
	world.tensors = kept?.tensors ?? 0;
	world.storages = kept?.storages ?? 0;
	world.where = () => (state.frame === null ? null : state.frame.site());
	world.stack = () => renderStack(state.frame === null ? null : state.frame.site());
	world.poll = checkCancelled;
	world.warn = (category, message) => rt.warn(category, message);
}
/** Runs `work` and tells how it ended; nothing but a bug in this very function escapes. */
export function runPath(root: string, paths: PathSet | null, work: () => void): Ending {
	usePaths(paths);
	const id = state.path?.id ?? 0;
	const ending: Ending = { root, path: id, decisions: 0, kind: "end", raise: null, site: null };
	try {
		work();
	} catch (e) {
		conclude(ending, e);
	} finally {
		state.frame = null;
	}
	ending.decisions = state.path?.taken.length ?? 0;
	state.counters.steps += state.steps;
	return ending;
}

/** The limit is noted at the user's line; where in a package it was is said in words. */
const placeInPackage = (site: Site | null): string => (site?.source.installed ? ` (${site.source.path}, line ${lineOf(site)})` : "");

function conclude(ending: Ending, e: unknown): void {
	if (e instanceof GiveUp) {
		ending.kind = "give-up";
		recordLimit(e.kind, `${e.what}${placeInPackage(e.site)}`, undefined, e.site);
		return;
	}
	const raise = asRaise(e);
	if (raise instanceof PyRaise) {
		ending.raise = raise;
		ending.kind = raise.value.cls.isSubclassOf(exceptionClasses.get("SystemExit")!) ? "exit" : "raise";
		const innermost = raise.sites.find((s) => s.isUser) ?? raise.sites[0] ?? null;
		ending.site = innermost === null ? null : userSite(innermost);
		return;
	}
	ending.kind = "give-up";
	if (e instanceof RangeError && isStackOverflow(e)) recordLimit("depth", "calls nested too deeply for this machine");
	else recordLimit("internal", describeError(e));
}
