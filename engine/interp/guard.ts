/**
 * Objects that outlive a path because the module that made them is kept: what a path writes to them is put back before the next
 * one starts. Maps (namespaces, instance and class dictionaries, dicts, sets, closures) notice writes themselves; lists are compared.
 */
import { PyDevice, PyDType, PyTensor } from "../values/tensor.ts";
import { asConstant, keepTensor, type KeptTensor } from "./kept-tensors.ts";
import { MappingProxy } from "../values/types/dict-views.ts";
import { codeClass } from "../values/types/function.ts";
import { GenericAlias, UnionType } from "../values/types/generic.ts";
import {
	Ellipsis,
	NativeProperty,
	NotImplemented,
	Obj,
	PyBuiltin,
	PyClass,
	PyClassMethod,
	PyBytes,
	PyComplex,
	PyDict,
	PyFloat,
	PyFunction,
	PyInstance,
	PyIterator,
	PyList,
	PyMethod,
	PyModule,
	PyProperty,
	PyRange,
	PySet,
	PySlice,
	PyStaticMethod,
	PyTuple,
	type Scope,
	SymInt,
	Unknown,
	type Value,
} from "../values/value.ts";

type AnyMap = Map<unknown, unknown>;

/** A list (or deque) as it was when its module was kept. */
export interface KeptList {
	list: { items: Value[] };
	items: Value[];
	/** The state of an iterator that counts: what was drawn from it is drawn again. */
	isCounter?: boolean;
}

/** A set may be given another table; writes to the table it had are noticed. */
export interface KeptSet {
	set: PySet;
	entries: Map<unknown, Value>;
}

/** What one path has written to so far, as it was before. */
const touched = new Map<AnyMap, { before: [unknown, unknown][]; cls: PyClass | null }>();
/** Classes whose lookups depend on a map. */
const classOf = new WeakMap<AnyMap, PyClass>();
/** Everything that is kept. */
const keptObjects = new WeakSet<object>();
export const isKept = (o: object): boolean => keptObjects.has(o);

/** A write to a kept map, as it can be repeated. */
export interface KeptWrite {
	map: AnyMap;
	how: "set" | "delete" | "clear";
	key?: unknown;
	value?: unknown;
}
export type WriteListener = (write: KeptWrite) => void;
let listener: WriteListener | null = null;
export function onKeptWrite(f: WriteListener | null): WriteListener | null {
	const before = listener;
	listener = f;
	return before;
}

function remember(map: AnyMap): void {
	if (!touched.has(map)) touched.set(map, { before: [...map], cls: classOf.get(map) ?? null });
}
function guardedSet(this: AnyMap, key: unknown, value: unknown): AnyMap {
	remember(this);
	listener?.({ map: this, how: "set", key, value });
	return Map.prototype.set.call(this, key, value);
}
function guardedDelete(this: AnyMap, key: unknown): boolean {
	if (!this.has(key)) return false;
	remember(this);
	listener?.({ map: this, how: "delete", key });
	return Map.prototype.delete.call(this, key);
}
function guardedClear(this: AnyMap): void {
	remember(this);
	listener?.({ map: this, how: "clear" });
	Map.prototype.clear.call(this);
}
export function repeatWrite({ map, how, key, value }: KeptWrite): void {
	if (how === "set") map.set(key, value);
	else if (how === "delete") map.delete(key);
	else map.clear();
}
function guard(map: AnyMap, cls: PyClass | null): void {
	// Views (an instance's `__dict__`) write to a map of their own.
	if (map.constructor !== Map || Object.hasOwn(map, "set")) return;
	if (cls !== null) classOf.set(map, cls);
	map.set = guardedSet;
	map.delete = guardedDelete;
	map.clear = guardedClear;
}
/** Writes past the guard: the caller sees to the undoing. */
export function setUnguarded(map: Map<string, Value>, key: string, value: Value): void {
	Map.prototype.set.call(map, key, value);
}

/** Puts back what was written to kept maps. */
export function restoreKept(): void {
	for (const [map, { before, cls }] of touched) {
		Map.prototype.clear.call(map);
		for (const [key, value] of before) Map.prototype.set.call(map, key, value);
		cls?.forgetAll();
	}
	touched.clear();
	now.clear();
}
export function restoreItems(lists: readonly KeptList[], sets: readonly KeptSet[]): void {
	for (const { list, items } of lists) if (!isSame(list, items)) list.items = [...items];
	for (const { set, entries } of sets) set.entries = entries;
}
/** Lists as the path has left them so far, where that is not as they were kept. */
const now = new Map<KeptList["list"], Value[]>();
/** What was appended to a kept list; null: it was changed in another way. */
export interface Appended {
	list: KeptList["list"];
	items: Value[] | null;
	/** How far a counter went instead. */
	advance: number;
}
/** What happened to the lists since this was last asked. */
export function listChanges(lists: readonly KeptList[]): Appended[] {
	const out: Appended[] = [];
	for (const { list, items, isCounter } of lists) {
		const before = now.get(list) ?? items;
		if (isSame(list, before)) continue;
		const grew = list.items.length > before.length && before.every((item, i) => list.items[i] === item);
		const advance = isCounter ? Number(list.items[0]) - Number(before[0]) : Number.NaN;
		const isAdvance = Number.isSafeInteger(advance);
		out.push({ list, items: grew ? list.items.slice(before.length) : isAdvance ? [] : null, advance: isAdvance ? advance : 0 });
		now.set(list, [...list.items]);
	}
	return out;
}
function isSame(list: KeptList["list"], items: Value[]): boolean {
	if (list.items.length !== items.length) return false;
	for (let i = 0; i < items.length; i++) if (list.items[i] !== items[i]) return false;
	return true;
}

/** What can be reached from a module's values. */
export interface Survey {
	objects: Obj[];
	maps: [AnyMap, PyClass | null][];
	lists: KeptList[];
	sets: KeptSet[];
	tensors: KeptTensor[];
}
/** Longer lists are no constants but data. */
const LONGEST = 10_000;

/** Everything reachable that is not kept yet, or what it is that cannot be kept: a tensor, an iterator, hidden state of a native object. */
export function survey(roots: Value[]): Survey | string {
	const out: Survey = { objects: [], maps: [], lists: [], sets: [], tensors: [] };
	const seen = new Set<object>();
	const queue: Value[] = [...roots];
	const addMap = (map: AnyMap, cls: PyClass | null): void => {
		out.maps.push([map, cls]);
		for (const v of map.values()) queue.push(v as Value);
	};
	const addScope = (scope: Scope | null): void => {
		for (let s = scope; s !== null && !seen.has(s); s = s.parent) {
			seen.add(s);
			addMap(s.vars, null);
		}
	};
	while (queue.length > 0) {
		const v = queue.pop();
		if (!(v instanceof Obj) || v instanceof PyFloat || v instanceof PyBuiltin || seen.has(v) || keptObjects.has(v)) continue;
		seen.add(v);
		if (v instanceof PyClass) {
			if (!v.isUser) continue;
			addMap(v.dict, v);
			queue.push(...v.bases, v.cls);
		} else if (v instanceof PyModule) {
			if (v.source === null && !v.isMade) continue;
			addMap(v.dict, null);
		} else if (v instanceof PyFunction) {
			addScope(v.closure);
			for (const d of v.defaults) if (d !== undefined) queue.push(d);
			if (v.annotations !== null) addMap(v.annotations, null);
			if (v.dict !== null) addMap(v.dict, null);
			queue.push(v.globals);
			if (v.definingClass !== null) queue.push(v.definingClass);
		} else if (v instanceof PyList) {
			if (v.items.length > LONGEST) return "a long list";
			out.lists.push({ list: v, items: [...v.items] });
			queue.push(...v.items);
		} else if (v instanceof PyTuple) queue.push(...v.items);
		else if (v instanceof MappingProxy) queue.push(v.of);
		else if (v instanceof PyDict) {
			// A view of some namespace, which is reached by itself.
			if (v.entries.constructor !== Map) continue;
			if (v.entries.size > LONGEST) return "a large dict";
			out.maps.push([v.entries, null]);
			for (const [key, value] of v.entries.values()) queue.push(key, value);
		} else if (v instanceof PySet) addMap(v.entries, null);
		else if (v instanceof PyProperty) queue.push(v.get, v.set, v.del);
		else if (v instanceof PyMethod) queue.push(v.func, v.self);
		else if (v instanceof PyClassMethod || v instanceof PyStaticMethod) queue.push(v.func);
		else if (v instanceof PyTensor) {
			const constant = asConstant(v);
			if (constant === null) return "a tensor with a graph or unknown numbers";
			out.tensors.push(constant);
		} else if (v instanceof PyIterator) {
			if (v.cell === null) return "an iterator";
			out.lists.push({ list: v.cell, items: [...v.cell.items], isCounter: true });
			queue.push(...v.cell.items);
		} else if (v instanceof PyInstance) {
			if (v.native instanceof Obj) queue.push(v.native);
			if (!isPlain(v)) return `an instance of \`${v.cls.name}\``;
			queue.push(v.cls);
			if (listNatives.has(v.cls)) {
				const list = v.native as KeptList["list"];
				if (list.items.length > LONGEST) return "a long list";
				out.lists.push({ list, items: [...list.items] });
				queue.push(...list.items);
			} else if (typeof v.native === "object" && v.native !== null)
				for (const x of Object.values(v.native) as unknown[]) {
					if (x instanceof Obj) queue.push(x);
					else if (Array.isArray(x)) queue.push(...x.filter((y) => y instanceof Obj));
					else if (x instanceof Map) addMap(x, null);
				}
		} else if (v instanceof GenericAlias) queue.push(v.origin, ...v.args);
		else if (immutableKinds.has(v.constructor) || v === Ellipsis || v === NotImplemented) continue;
		else return `a \`${v.cls.name}\``;
		out.objects.push(v);
		if (v.dict !== null && !(v instanceof PyClass) && !(v instanceof PyModule) && !(v instanceof PyFunction)) addMap(v.dict, null);
	}
	return out;
}
/** An instance whose state is in its dictionary (or is a primitive). */
function isPlain(v: PyInstance): boolean {
	return (
		v.native === null ||
		typeof v.native !== "object" ||
		v.native instanceof Unknown ||
		Array.isArray(v.native) ||
		immutableNatives.has(v.cls) ||
		listNatives.has(v.cls)
	);
}
/** Native classes whose objects change nothing but the `items` of their state. */
const listNatives = new Set<PyClass>();
export const declareList = (cls: PyClass): Set<PyClass> => listNatives.add(cls);
const immutableKinds = new Set<unknown>([
	Unknown,
	SymInt,
	NativeProperty,
	PyComplex,
	PyBytes,
	PyRange,
	PySlice,
	PyDType,
	PyDevice,
	UnionType,
]);
const immutableNatives = new Set<PyClass>([codeClass]);
/** Kinds of objects that never change once they are made, or native classes whose objects change nothing but maps in their state. */
export function declareImmutable(...kinds: (PyClass | (abstract new (...args: never[]) => Obj))[]): void {
	for (const k of kinds)
		if (k instanceof PyClass) immutableNatives.add(k);
		else immutableKinds.add(k);
}

/** From now on writes to these are noticed and put back. */
export function keep({ objects, maps, tensors }: Survey): void {
	tensors.forEach(keepTensor);
	for (const o of objects) keptObjects.add(o);
	for (const [map, cls] of maps) guard(map, cls);
}
