/** Modules that are not sources of the program: written in TypeScript, or in Python of our own (the prelude). */
import type { Source } from "../program.ts";
import type { PyModule } from "../values/value.ts";

const natives = new Map<string, () => PyModule>();
const preludes = new Map<string, Source | (() => Source)>();
/** Frames of these sources are not the user's. */
export const preludeSources: WeakSet<Source> = new WeakSet();

/** `make` is called at most once per process, when the module is first imported. */
export type RegisterModule = (name: string, make: () => PyModule) => void;
export const registerModule: RegisterModule = (name, make) => {
	natives.set(name, make);
};
export function registerPrelude(name: string, source: Source | (() => Source)): void {
	preludes.set(name, source);
}
export function hasModule(name: string): boolean {
	return natives.has(name) || preludes.has(name);
}

const made = new Map<string, PyModule>();
export function nativeModule(name: string): PyModule | null {
	let module = made.get(name);
	if (module !== undefined) return module;
	const make = natives.get(name);
	if (make === undefined) return null;
	making.add(name);
	try {
		module = make();
	} finally {
		making.delete(name);
	}
	made.set(name, module);
	return module;
}
const making = new Set<string>();
/** True while a native module is being made: its parts may be imported before it is there. */
export const isBeingMade = (name: string): boolean => making.has(name);

export function preludeSource(name: string): Source | null {
	const source = preludes.get(name);
	if (source === undefined) return null;
	const made = typeof source === "function" ? source() : source;
	preludes.set(name, made);
	preludeSources.add(made);
	return made;
}
