/** What the modules that are being executed do besides making themselves, and what they depend on: noted so that images.ts can do it again. */
import type { Source } from "../program.ts";
import type { Limit } from "../report/report.ts";
import { type PyClass, PyModule, type Value } from "../values/value.ts";
import type { Effects, Lookup, Work } from "./effects.ts";
import { isKept, setUnguarded } from "./guard.ts";
import { state } from "./state.ts";

export interface Capture extends Effects {
	source: Source;
	/** Set when no image can be made, with the reason. */
	spoiled: string | null;
	/** The outermost module still being executed that it depends on: how many captures are around that one. */
	outermost: number;
	depth: number;
	/** Something was raised that an importer with a handler would have got. */
	needsNoHandler: boolean;
	/** Done by modules inside that have images. */
	elsewhere: Work;
}

/** The modules being executed, the outermost first. */
export const open: Capture[] = [];

/** Finds an imported file; the image of the module being executed depends on the answer. */
export function lookUp(name: string, level: number, from: string): Source | null {
	const found = state.program?.find(name, level, from) ?? null;
	const lookup = { name, level, from, found, module: found?.module ?? null };
	open.at(-1)?.lookups.push(lookup);
	tap?.push(lookup);
	return found;
}
/** Takes every lookup from now on, also those behind images; gives back who did so until now. */
export function tapLookups(to: Lookup[] | null): Lookup[] | null {
	const before = tap;
	tap = to;
	return before;
}
let tap: Lookup[] | null = null;
/** The same lookups, made by a module that is not executed again. */
export function lookedUpBefore(lookups: readonly Lookup[]): void {
	open.at(-1)?.lookups.push(...lookups);
	tap?.push(...lookups);
}
/** A module is there under a name. */
export function enlist(name: string, value: Value, source: Source | null): void {
	state.modules.set(name, value);
	if (source !== null && value instanceof PyModule) state.sources.set(source.path, value);
	open.at(-1)?.loaded.push({ name, value, source });
}
/** The program itself wrote to `sys.modules`. */
export function moduleChanged(name?: string, value?: Value): void {
	if (name !== undefined && value !== undefined) open.at(-1)?.loaded.push({ name, value, source: null });
	else for (const c of open) c.spoiled ??= "it removes modules";
}
/** Native modules and built-in classes outlive the path: what it changes is put back. */
export function rememberBuiltin(owner: PyModule | PyClass, name: string): void {
	const before = owner.dict.get(name);
	state.undo.push(() => put(owner, name, before));
}
export function setBuiltin(owner: PyModule | PyClass, name: string, value: Value): void {
	rememberBuiltin(owner, name);
	quietUndos++;
	put(owner, name, value);
	for (const c of open) c.builtins.push([owner, name, value]);
}
/** Does something to the path's state that belongs to what the modules being executed do. */
export function alsoLater(deed: () => void): void {
	deed();
	for (const c of open) c.deeds.push(deed);
}
function put(owner: PyModule | PyClass, name: string, value: Value | undefined): void {
	if (owner instanceof PyModule) {
		if (value === undefined) owner.dict.delete(name);
		else owner.dict.set(name, value);
	} else if (value === undefined) owner.remove(name);
	else owner.set(name, value);
}
/** Submodules are attributes of their packages; native packages and images lose them with the path. */
export function bindSubmodule(owner: PyModule, part: string, value: Value): void {
	if (owner.source === null || isKept(owner)) {
		state.undo.push(() => Map.prototype.delete.call(owner.dict, part));
		quietUndos++;
	}
	setUnguarded(owner.dict, part, value);
	open.at(-1)?.bindings.push({ owner, part, value });
}
let quietUndos = 0;
/** Changes that are undone after the path, but for those that images repeat. */
export const undosOfItsOwn = (): number => state.undo.length - quietUndos;

/** A module that was there before was asked for. */
export function needs(name: string, value: Value, limit: Limit | null): void {
	// Each path has one of its own.
	if (name !== "builtins") open.at(-1)?.needs.push({ name, value, limit });
}

/** Something was not raised that importers get, always or those with a handler. */
export function keptFromImporter(who: "always" | "with a handler" | null): void {
	for (const c of open)
		if (who === "always") c.spoiled ??= "it was only looked at, and raises when it is imported";
		else if (who !== null) c.needsNoHandler = true;
}

/** The module asked for is still being executed (at this many modules from the outermost): an import cycle. */
export function usesUnfinished(source: Source): void {
	const at = open.findIndex((c) => c.source === source);
	if (at < 0) {
		for (const c of open) c.spoiled ??= "it needs a module that is being executed";
		return;
	}
	for (let i = at + 1; i < open.length; i++) open[i]!.outermost = Math.min(open[i]!.outermost, at);
}
