/**
 * Modules that are executed once and used again by later paths and later analyses: an image holds the finished module and everything
 * its execution did besides (modules it loaded, entries it put into tables of other modules, limits, functions it entered). A module
 * that made graphs, drew random numbers, printed, or decided something for good has no image and is executed on every path.
 */
import { world } from "../autograd/world.ts";
import type { Profile, Program, Source } from "../program.ts";
import type { Module } from "../syntax/nodes.ts";
import { Obj, PyModule, Unknown, type Value, withUnknownsOf } from "../values/value.ts";
import { alsoLater, bindSubmodule, type Capture, enlist, lookedUpBefore, open, setBuiltin, undosOfItsOwn } from "./captures.ts";
import { addWork, countWork, type Effects, less, noEffects, noWork, type Work, workDone } from "./effects.ts";
import { keep, type KeptList, type KeptSet, listChanges, onKeptWrite, repeatWrite, restoreItems, restoreKept, survey } from "./guard.ts";
import { type KeptTensor, restoreTensor } from "./kept-tensors.ts";
import { Path, PathSet, usePaths } from "./paths.ts";
import { recordLimit, tapLimits } from "./record.ts";
import { GiveUp, state } from "./state.ts";
import { type WarningFilter, warningState } from "./warnings.ts";

interface Image extends Effects {
	source: Source;
	needsNoHandler: boolean;
	module: Value;
	/** What its conditions turned out to be. */
	known: [string, boolean][];
	/** Its own, without that of modules that have images themselves. */
	work: Work;
	lists: KeptList[];
	sets: KeptSet[];
	tensors: KeptTensor[];
}

const images = new Map<Profile, WeakMap<Module, Image>>();
/** The image whose execution loaded a module: its own, or that of the module through which its import cycle was entered. */
const makers = new WeakMap<object, Image>();
/** Sources that had no image last time: not tried again. */
const hopeless = new WeakSet<Module>();
/** Images used by the path, and those already found valid for the program. */
let used = new Set<Image>();
const valid = new WeakMap<Program, { entry: Module; images: Set<Image> }>();

/** Told why a module is executed on every path; for whoever makes the model of Python deeper. */
export const imageLog: { spoiled: ((source: Source, why: string) => void) | null } = { spoiled: null };

/** Puts back what the last path did to images. */
export function restoreImages(): void {
	restoreKept();
	for (const image of used) {
		restoreItems(image.lists, image.sets);
		image.tensors.forEach(restoreTensor);
	}
	used = new Set();
	open.length = 0;
}

/** The module of a source: from its image, or by executing it with `run`. Its own conditions make no paths: what is true first is taken. */
export function moduleFrom(name: string, source: Source, run: () => Value): Value {
	if (state.exact) return run();
	const path = state.path!;
	const paths = usePaths(new PathSet(1));
	state.path = new Path(path.id, []);
	const { steps } = state;
	try {
		return imageOrRun(name, source, run);
	} finally {
		// What is imported has a budget of its own: a large package leaves the file that needs it as much as a small one.
		state.imported += state.steps - steps;
		state.steps = steps;
		for (const [key, outcome] of state.path.known) if (!path.known.has(key)) path.known.set(key, outcome);
		state.path = path;
		usePaths(paths);
	}
}
/** What stands for a module where the program imports so much that the rest has to stay unknown. */
export function refused(source: Source): Unknown | null {
	// Importing is many short stretches of steps, which ask nobody whether to go on.
	if (!state.exact && state.options?.cancelled?.()) throw new GiveUp("cancelled", "the analysis was stopped");
	if (state.exact || state.imported <= state.budget.steps) return null;
	for (const c of open) c.spoiled ??= "it imports more than the budget allows";
	recordLimit("budget", `importing \`${source.path}\` and what came before it takes more than ${state.budget.steps} steps`);
	return new Unknown("it was not imported", { key: `module ${source.path}` });
}
function imageOrRun(name: string, source: Source, run: () => Value): Value {
	let ofProfile = images.get(world.profile);
	if (ofProfile === undefined) images.set(world.profile, (ofProfile = new WeakMap()));
	const image = ofProfile.get(source.module);
	if (image !== undefined && adopt(image)) return image.module;
	if (hopeless.has(source.module)) {
		for (const c of open) c.spoiled ??= "it loads a module without an image";
		return withUnknownsOf(name, run);
	}
	return execute(name, source, run, ofProfile);
}

function adopt(image: Image): boolean {
	return fits(image) && settled(image) && use(image);
}
/** Nothing else is there under the names of its modules, and the files are the ones it read. */
function fits(image: Image): boolean {
	if (image.needsNoHandler && state.trying > 0) return false;
	for (const { name, value, source } of image.loaded) {
		// Files of different folders may go by one name.
		const now = source === null ? state.modules.get(name) : state.sources.get(source.path);
		if (now !== undefined && now !== value) return false;
	}
	const program = state.program!;
	let known = valid.get(program);
	if (known === undefined || known.entry !== program.entry.module)
		valid.set(program, (known = { entry: program.entry.module, images: new Set() }));
	if (!known.images.has(image)) {
		for (const { name, level, from, found, module } of image.lookups) {
			const now = program.find(name, level, from);
			if (now !== found || (now?.module ?? null) !== module) return false;
		}
		known.images.add(image);
	}
	return true;
}
/** Everything it found loaded is loaded, or can be. */
function settled(image: Image): boolean {
	for (const { name, value, limit } of image.needs) {
		const now = state.modules.get(name);
		if (now === value) continue;
		const source = value instanceof PyModule ? value.source : null;
		if (source === null) {
			// What a package puts in its own place (to import its parts when they are asked for) is there when the package is.
			if (now === undefined && value instanceof Obj && makers.has(value)) {
				if (!adoptMaker(value) || state.modules.get(name) !== value) return false;
				continue;
			}
			// A module of ours, or one that is not known.
			if (now === undefined) enlist(name, value, null);
			else if (value instanceof PyModule || now instanceof PyModule) return false;
			if (limit !== null && now === undefined) recordLimit(limit.kind, limit.what, limit, null, limit.path);
			continue;
		}
		if (now === undefined && state.sources.get(source.path) === value) continue;
		if (now !== undefined || !adoptMaker(value) || state.modules.get(name) !== value) return false;
	}
	return true;
}
/** Loads the module as it was loaded before, unless its source has been executed anew since. */
function adoptMaker(value: Value): boolean {
	const maker = makers.get(value as object);
	return maker !== undefined && images.get(world.profile)!.get(maker.source.module) === maker && adopt(maker);
}
function use(image: Image): true {
	used.add(image);
	const capture = open.at(-1);
	for (const { name, value, source } of image.loaded) {
		const own = source === null ? undefined : images.get(world.profile)!.get(source.module);
		const isNew = source === null ? state.modules.get(name) !== value : state.sources.get(source.path) !== value;
		if (own !== undefined && own.module === value) {
			used.add(own);
			if (isNew) credit(own.work, capture);
		}
		if (isNew) enlist(name, value, source);
	}
	for (const { owner, part, value } of image.bindings) if (!owner.dict.has(part)) bindSubmodule(owner, part, value);
	for (const write of image.writes) repeatWrite(write);
	for (const { list, items, advance } of image.appended) {
		list.items.push(...items!);
		if (advance !== 0) list.items[0] = Number(list.items[0]) + advance;
	}
	for (const [owner, name, value] of image.builtins) setBuiltin(owner, name, value);
	for (const deed of image.deeds) alsoLater(deed);
	warningState.filters.unshift(...image.filters);
	for (const limit of image.limits) recordLimit(limit.kind, limit.what, limit, null, limit.path);
	if (state.entered !== null) for (const def of image.entered) state.entered.add(def);
	lookedUpBefore(image.lookups);
	capture?.needs.push(...image.needs);
	for (const [key, outcome] of image.known) state.path!.known.set(key, outcome);
	return true;
}
function credit(work: Work, capture: Capture | undefined): void {
	countWork(work);
	if (capture !== undefined) addWork(capture.elsewhere, work);
}

/** What was done to lists of images is done by all modules that are being executed. */
function noteLists(): void {
	for (const image of used)
		for (const change of listChanges(image.lists))
			for (const c of open)
				if (change.items === null) c.spoiled ??= "it changes a list of another module";
				else c.appended.push(change);
}
function execute(name: string, source: Source, run: () => Value, ofProfile: WeakMap<Module, Image>): Value {
	const capture: Capture = {
		...noEffects(),
		source,
		spoiled: null,
		outermost: open.length,
		depth: open.length,
		needsNoHandler: false,
		elsewhere: noWork(),
	};
	const before = {
		warnings: warningState.shown.length,
		filters: warningState.filters,
		filtered: [...warningState.filters],
		undo: undosOfItsOwn(),
		sequence: world.sequence,
		effects: world.effects,
		modes: modes(),
		made: state.madeClasses.length,
		work: workDone(),
	};
	const entered = state.entered;
	state.entered = capture.entered;
	const limits = tapLimits(capture.limits);
	const listening = onKeptWrite((write) => {
		capture.writes.push(write);
		listening?.(write);
	});
	noteLists();
	open.push(capture);
	let module: Value;
	try {
		module = withUnknownsOf(name, run);
	} finally {
		noteLists();
		open.pop();
		onKeptWrite(listening);
		tapLimits(limits);
		limits?.push(...capture.limits);
		if (entered !== null) for (const def of capture.entered) entered.add(def);
		state.entered = entered;
		const around = open.at(-1);
		if (around !== undefined) {
			around.loaded.push(...capture.loaded);
			around.bindings.push(...capture.bindings);
			around.lookups.push(...capture.lookups);
			around.needs.push(...capture.needs);
			addWork(around.elsewhere, capture.elsewhere);
			if (capture.outermost < around.depth) around.outermost = Math.min(around.outermost, capture.outermost);
		}
	}
	capture.spoiled ??=
		// What it prints nobody sees: programs whose output counts have no images.
		warningState.shown.length !== before.warnings || warningState.filters !== before.filters || !onlyAdded(capture, before.filtered)
			? "it warns or changes what is warned about"
			: undosOfItsOwn() !== before.undo
				? "it changes a built-in module"
				: world.sequence !== before.sequence || world.effects !== before.effects || modes() !== before.modes
					? "it makes graphs, draws random numbers or changes modes"
					: capture.needs.some(({ value }) => value instanceof PyModule && value.source !== null && hopeless.has(value.source.module))
						? "it needs a module without an image"
						: null;
	if (capture.spoiled === null && capture.outermost < capture.depth) return module;
	if (capture.spoiled === null) {
		const found = survey([
			module,
			...capture.loaded.map((l) => l.value),
			...capture.writes.map((w) => w.value as Value),
			...capture.appended.flatMap((a) => a.items!),
			...capture.builtins.map((b) => b[2]),
		]);
		if (typeof found === "string") capture.spoiled = `it holds ${found}`;
		else {
			keep(found);
			// Its classes stay known to their bases.
			for (const cls of state.madeClasses.splice(before.made)) cls.outlive();
			const work = less(less(workDone(), before.work), capture.elsewhere);
			const own = new Set(capture.loaded.map((l) => l.value));
			const image: Image = {
				...capture,
				needs: capture.needs.filter((n) => !own.has(n.value)),
				module,
				known: [...state.path!.known],
				work,
				lists: found.lists,
				sets: found.sets,
				tensors: found.tensors,
			};
			ofProfile.set(source.module, image);
			for (const l of image.loaded) if (l.value instanceof Obj && !makers.has(l.value)) makers.set(l.value, image);
			used.add(image);
			const around = open.at(-1);
			if (around !== undefined) addWork(around.elsewhere, work);
			return module;
		}
	}
	imageLog.spoiled?.(source, capture.spoiled);
	hopeless.add(source.module);
	for (const c of open) c.spoiled ??= "it loads a module without an image";
	return module;
}
/** Whether nothing happened to the filters but that some were put before them. */
function onlyAdded(capture: Capture, before: readonly WarningFilter[]): boolean {
	const { filters } = warningState;
	const more = filters.length - before.length;
	capture.filters = filters.slice(0, Math.max(0, more));
	return before.every((f, i) => filters[i + more] === f);
}
const modes = (): string =>
	`${world.autocast === null} ${world.gradMode} ${world.inferenceMode} ${world.anomaly} ${world.defaultDtype} ${world.device} ${world.savedTensorHooks.length}`;
