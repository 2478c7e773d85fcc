/** What executing a module does besides making it, as it is kept to be done again, and what it takes. */
import { world } from "../autograd/world.ts";
import type { Source } from "../program.ts";
import type { Limit } from "../report/report.ts";
import type { Module } from "../syntax/nodes.ts";
import type { PyClass, PyModule, Value } from "../values/value.ts";
import type { Appended, KeptWrite } from "./guard.ts";
import { state } from "./state.ts";
import type { WarningFilter } from "./warnings.ts";

interface Loaded {
	name: string;
	value: Value;
	/** The file it was made from. */
	source: Source | null;
}
interface Binding {
	owner: PyModule;
	part: string;
	value: Value;
}
export interface Lookup {
	name: string;
	level: number;
	from: string;
	found: Source | null;
	/** What it held then. */
	module: Module | null;
}
interface Need {
	name: string;
	value: Value;
	/** What importing it would have been noted as, were it the first time. */
	limit: Limit | null;
}
/** What executing a module did, and what it read. */
export interface Effects {
	loaded: Loaded[];
	bindings: Binding[];
	lookups: Lookup[];
	/** Modules that were there already. */
	needs: Need[];
	/** Changes to tables and lists of modules that are images themselves. */
	writes: KeptWrite[];
	appended: Appended[];
	/** Attributes it gave to modules and classes of ours. */
	builtins: [PyModule | PyClass, string, Value][];
	/** Whatever else it did that can be done again. */
	deeds: (() => void)[];
	/** What it put before all other filters of warnings. */
	filters: WarningFilter[];
	limits: Limit[];
	entered: Set<unknown>;
}
export const noEffects = (): Effects => ({
	loaded: [],
	bindings: [],
	lookups: [],
	needs: [],
	writes: [],
	appended: [],
	builtins: [],
	deeds: [],
	filters: [],
	limits: [],
	entered: new Set(),
});

/** Work that is not done again counts all the same: budgets and numbers of tensors must not depend on what was analysed before. */
export interface Work {
	steps: number;
	tensors: number;
	storages: number;
}
export const noWork = (): Work => ({ steps: 0, tensors: 0, storages: 0 });
export const workDone = (): Work => ({ steps: state.steps + state.imported, tensors: world.tensors, storages: world.storages });
export const less = (a: Work, b: Work): Work => ({
	steps: a.steps - b.steps,
	tensors: a.tensors - b.tensors,
	storages: a.storages - b.storages,
});
export function addWork(to: Work, work: Work): void {
	to.steps += work.steps;
	to.tensors += work.tensors;
	to.storages += work.storages;
}
export function countWork({ steps, tensors, storages }: Work): void {
	state.imported += steps;
	world.tensors += tensors;
	world.storages += storages;
}
