/** Sequential, ModuleList, ModuleDict, ParameterList, ParameterDict. */
import { world } from "../../autograd/world.ts";
import { def } from "../../values/native.ts";
import { isParameter, parameterClass, PyTensor } from "../../values/tensor.ts";
import {
	builtinClass,
	iteratorClass,
	type Kwargs,
	PyDict,
	PyInstance,
	PyIterator,
	PyList,
	PySlice,
	PyTuple,
	Unknown,
	type PyClass,
	type Value,
} from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { asInt } from "../../values/kinds.ts";
import { dictDelete, dictGet, dictSet, entriesOf, newDict } from "./dicts.ts";
import { makeParameter } from "./parameter.ts";
import { addModule, initModule, nnModuleClass, registerParameter, setModuleAttr, owned } from "./module.ts";
import { listText } from "./module-text.ts";

const moduleType = (name: string, file: string): PyClass => builtinClass(name, [nnModuleClass], `torch.nn.modules.${file}`);
export const sequentialClass = moduleType("Sequential", "container");
export const moduleListClass = moduleType("ModuleList", "container");
export const moduleDictClass = moduleType("ModuleDict", "container");
export const parameterListClass = moduleType("ParameterList", "container");
export const parameterDictClass = moduleType("ParameterDict", "container");

/** The items of what a container is filled with; when they are not known it stays as it is, and nothing may be concluded from what is missing. */
function known(m: PyInstance, filling: Value): Value[] {
	const found = filling instanceof Unknown ? null : rt.items(filling);
	if (found === null) {
		world.record?.event("assumed", {});
		for (const name of ["_modules", "_parameters"]) (m.dict.get(name) as PyDict).hasUnknownKeys = true;
	}
	return found ?? [];
}
const children = (m: PyInstance): Value[] => entriesOf(owned(m, "_modules")).map(([, c]) => c);
const iterator = (items: Value[]): PyIterator => {
	let i = 0;
	return new PyIterator(() => items[i++], iteratorClass);
};
/** Python's index into `length` items, with the containers' error. */
function position(index: Value, length: number): number {
	const i = asInt(index);
	if (i === null) return -1;
	const n = Number(i);
	if (n < -length || n >= length) rt.raise("IndexError", `index ${n} is out of range`);
	return n < 0 ? n + length : n;
}
/** Numbers the children again after a removal or insertion. */
function renumber(m: PyInstance, items: Value[]): void {
	const d = owned(m, "_modules");
	d.entries.clear();
	for (const [i, c] of items.entries()) dictSet(d, String(i), c);
}
function sliceOf<T>(items: T[], s: PySlice): T[] {
	const of = (v: Value, otherwise: number): number => (v === null ? otherwise : Number(asInt(v) ?? otherwise));
	const step = of(s.step, 1);
	if (step === 1) return items.slice(s.start === null ? 0 : of(s.start, 0), s.stop === null ? items.length : of(s.stop, items.length));
	const r = rt.getItem(new PyList(items as Value[]), s) as PyList;
	return r.items as T[];
}

def(sequentialClass, "__init__", "! *args", (self: PyInstance, args: Value[]) => {
	initModule(self);
	const [only] = args;
	if (args.length === 1 && only instanceof PyDict) for (const [k, v] of entriesOf(only)) addModule(self, k, v);
	else for (const [i, m] of args.entries()) addModule(self, String(i), m);
});
def(sequentialClass, "forward", "! input", (self: PyInstance, input: Value) => {
	let x = input;
	for (const m of children(self)) x = rt.call(m, [x]);
	return x;
});
for (const c of [sequentialClass, moduleListClass]) {
	def(c, "__len__", "", (self: PyInstance) => children(self).length);
	def(c, "__iter__", "", (self: PyInstance) => iterator(children(self)));
	def(c, "__getitem__", "! index", (self: PyInstance, index: Value) => {
		const items = children(self);
		if (index instanceof Unknown) return new Unknown("a module at an unknown index");
		if (index instanceof PySlice) {
			const out = new PyInstance(self.cls);
			initModule(out);
			const picked = sliceOf(entriesOf(owned(self, "_modules")), index);
			// Sequential keeps the names of its slice; ModuleList numbers again.
			for (const [i, [k, v]] of picked.entries()) addModule(out, c === sequentialClass ? k : String(i), v);
			return out;
		}
		if (asInt(index) === null) rt.raise("TypeError", `'${rt.typeOf(index).name}' object cannot be interpreted as an integer`);
		return items[position(index, items.length)]!;
	});
	def(c, "__setitem__", "! index module", (self: PyInstance, index: Value, m: Value) => {
		const entries = entriesOf(owned(self, "_modules"));
		setModuleAttr(self, String(entries[position(index, entries.length)]![0]), m);
	});
	def(c, "__delitem__", "! index", (self: PyInstance, index: Value) => {
		const items = children(self);
		const gone = new Set(index instanceof PySlice ? sliceOf(items, index) : [items[position(index, items.length)]!]);
		renumber(
			self,
			items.filter((x) => !gone.has(x)),
		);
	});
	def(c, "append", "! .module", (self: PyInstance, m: Value) => {
		addModule(self, String(children(self).length), m);
		return self;
	});
	def(c, "extend", "! .modules", (self: PyInstance, more: Value) => {
		for (const m of known(self, more)) addModule(self, String(children(self).length), m);
		return self;
	});
	def(c, "insert", "! .index .module", (self: PyInstance, index: Value, m: Value) => {
		const items = children(self);
		const n = Number(asInt(index) ?? 0);
		items.splice(n < 0 ? n + items.length : n, 0, m);
		renumber(self, items);
		return c === sequentialClass ? self : null;
	});
	def(c, "pop", "! .key", (self: PyInstance, key: Value) => {
		const items = children(self);
		const [m] = items.splice(position(key, items.length), 1);
		renumber(self, items);
		return m!;
	});
	def(c, "__add__", "! other", (self: PyInstance, other: Value) => {
		const out = new PyInstance(self.cls);
		initModule(out);
		for (const [i, m] of [...children(self), ...known(out, other)].entries()) addModule(out, String(i), m);
		return out;
	});
	def(c, "__iadd__", "! other", (self: PyInstance, other: Value) => rt.call(rt.getAttr(self, "extend"), [other]));
}
def(moduleListClass, "__init__", "! .modules?", (self: PyInstance, modules?: Value) => {
	initModule(self);
	if (modules === undefined || modules === null) return;
	for (const [i, m] of known(self, modules).entries()) addModule(self, String(i), m);
});
def(moduleListClass, "__repr__", "", (self: PyInstance) => listText(self));

def(moduleDictClass, "__init__", "! .modules?", (self: PyInstance, modules?: Value) => {
	initModule(self);
	if (modules !== undefined && modules !== null) rt.call(rt.getAttr(self, "update"), [modules]);
});
def(moduleDictClass, "update", "! .modules", (self: PyInstance, more: Value) => {
	if (more instanceof PyDict) for (const [k, v] of entriesOf(more)) addModule(self, k, v);
	else if (more instanceof PyInstance) for (const [k, v] of entriesOf(owned(more, "_modules"))) addModule(self, k, v);
	else for (const p of known(self, more)) addModule(self, (p as PyTuple).items[0]!, (p as PyTuple).items[1]!);
});
def(moduleDictClass, "__getitem__", "! key", (self: PyInstance, key: Value) =>
	key instanceof Unknown
		? new Unknown("a module under an unknown key")
		: (dictGet(owned(self, "_modules"), key) ?? rt.raiseClass(rt.exceptionClass("KeyError"), [key])),
);
def(moduleDictClass, "__setitem__", "! key module", (self: PyInstance, key: Value, m: Value) => addModule(self, key, m));
def(moduleDictClass, "__delitem__", "! key", (self: PyInstance, key: Value) => void dictDelete(owned(self, "_modules"), key));
def(moduleDictClass, "__contains__", "! key", (self: PyInstance, key: Value) => dictGet(owned(self, "_modules"), key) !== undefined);
def(moduleDictClass, "__len__", "", (self: PyInstance) => children(self).length);
def(moduleDictClass, "__iter__", "", (self: PyInstance) => iterator(entriesOf(owned(self, "_modules")).map(([k]) => k)));
def(moduleDictClass, "keys", "", (self: PyInstance) => keysView(owned(self, "_modules"), "keys"));
def(moduleDictClass, "values", "", (self: PyInstance) => keysView(owned(self, "_modules"), "values"));
def(moduleDictClass, "items", "", (self: PyInstance) => keysView(owned(self, "_modules"), "items"));
def(moduleDictClass, "pop", "! .key", (self: PyInstance, key: Value) => {
	const m = dictGet(owned(self, "_modules"), key);
	if (m === undefined) rt.raiseClass(rt.exceptionClass("KeyError"), [key]);
	dictDelete(owned(self, "_modules"), key);
	return m as Value;
});
const keysView = (d: PyDict, which: string): Value => rt.call(rt.getAttr(d, which), []);

/** Tensors become Parameters (their graph is cut); other objects stay as they are. */
function asParameter(v: Value): Value {
	if (!(v instanceof PyTensor) || v.cls.isSubclassOf(parameterClass)) return v;
	return makeParameter(v.tensor, v.tensor.mayRequireGrad, parameterClass);
}
const sizeOf = (m: PyInstance): number =>
	Number(m.dict.get("_size") ?? rt.raise("AttributeError", `'${m.cls.name}' object has no attribute '_size'`));
function put(m: PyInstance, key: string, v: Value): void {
	const p = asParameter(v);
	if (isParameter(p)) {
		m.dict.delete(key);
		const d = owned(m, "_parameters");
		if (dictGet(d, key) !== undefined) dictSet(d, key, p);
		else registerParameter(m, key, p);
	} else setModuleAttr(m, key, p);
}
def(parameterListClass, "__init__", "! .values?", (self: PyInstance, values?: Value) => {
	initModule(self);
	self.dict.set("_size", 0);
	if (values !== undefined && values !== null) for (const v of known(self, values)) append(self, v);
});
function append(m: PyInstance, v: Value): void {
	const n = sizeOf(m);
	m.dict.set("_size", n + 1);
	put(m, String(n), v);
}
const items = (m: PyInstance): Value[] => Array.from({ length: sizeOf(m) }, (_, i) => rt.getAttr(m, String(i)));
def(parameterListClass, "append", "! .value", (self: PyInstance, v: Value) => {
	append(self, v);
	return self;
});
def(parameterListClass, "extend", "! .values", (self: PyInstance, values: Value) => {
	for (const v of known(self, values)) append(self, v);
	return self;
});
def(parameterListClass, "__iadd__", "! .values", (self: PyInstance, values: Value) => rt.call(rt.getAttr(self, "extend"), [values]));
def(parameterListClass, "__len__", "", (self: PyInstance) => sizeOf(self));
def(parameterListClass, "__iter__", "", (self: PyInstance) => iterator(items(self)));
def(parameterListClass, "__getitem__", "! index", (self: PyInstance, index: Value) => {
	if (index instanceof Unknown) return new Unknown("a parameter at an unknown index");
	const all = items(self);
	if (index instanceof PySlice) {
		const out = new PyInstance(self.cls);
		initModule(out);
		out.dict.set("_size", 0);
		for (const v of sliceOf(all, index)) append(out, v);
		return out;
	}
	return all[position(index, all.length)]!;
});
def(parameterListClass, "__setitem__", "! index value", (self: PyInstance, index: Value, v: Value) =>
	put(self, String(position(index, sizeOf(self))), v),
);
def(parameterListClass, "__call__", "! *args **kw", () => rt.raise("RuntimeError", "ParameterList should not be called."));
const describe = (v: Value, key: string, list = false): string => {
	if (v instanceof PyTensor) {
		const device = v.tensor.device === "cpu" ? "" : ` (${v.tensor.device.toUpperCase()})`;
		return `  (${key}): ${rt.isInstance(v, parameterClass) ? "Parameter" : "Tensor"} containing: [${parameterText(v, list)}${device}]`;
	}
	return `  (${key}): Object of type: ${rt.typeOf(v).name}`;
};
const parameterText = (v: PyTensor, list: boolean): string =>
	`${list ? `torch.${v.tensor.dtype.name}` : v.tensor.dtype.tensorType} of size ${v.tensor.sizes.map(String).join("x")}`;
def(parameterListClass, "extra_repr", "", (self: PyInstance) =>
	items(self)
		.map((v, i) => describe(v, String(i), true))
		.join("\n"),
);

const keysOf = (m: PyInstance): Value[] =>
	m.dict.get("_keys") instanceof PyDict ? entriesOf(m.dict.get("_keys") as PyDict).map(([k]) => k) : [];
def(parameterDictClass, "__init__", "! .parameters?", (self: PyInstance, values?: Value) => {
	initModule(self);
	self.dict.set("_keys", newDict());
	if (values !== undefined && values !== null) rt.call(rt.getAttr(self, "update"), [values]);
});
function putKey(m: PyInstance, key: Value, v: Value): void {
	dictSet(m.dict.get("_keys") as PyDict, key, null);
	put(m, String(key), v);
}
def(parameterDictClass, "update", "! .parameters", (self: PyInstance, more: Value) => {
	if (more instanceof PyDict) for (const [k, v] of entriesOf(more)) putKey(self, k, v);
	else if (more instanceof PyInstance) for (const k of keysOf(more)) putKey(self, k, rt.getAttr(more, String(k)));
	else for (const p of known(self, more)) putKey(self, (p as PyTuple).items[0]!, (p as PyTuple).items[1]!);
});
def(parameterDictClass, "__getitem__", "! key", (self: PyInstance, key: Value) =>
	key instanceof Unknown ? new Unknown("a parameter under an unknown key") : rt.getAttr(self, String(key)),
);
def(parameterDictClass, "__setitem__", "! key value", (self: PyInstance, key: Value, v: Value) => putKey(self, key, v));
def(
	parameterDictClass,
	"__contains__",
	"! key",
	(self: PyInstance, key: Value) => dictGet(self.dict.get("_keys") as PyDict, key) !== undefined,
);
def(parameterDictClass, "__len__", "", (self: PyInstance) => keysOf(self).length);
def(parameterDictClass, "__iter__", "", (self: PyInstance) => iterator(keysOf(self)));
def(parameterDictClass, "keys", "", (self: PyInstance) => new PyList(keysOf(self)));
def(parameterDictClass, "values", "", (self: PyInstance) => new PyList(keysOf(self).map((k) => rt.getAttr(self, String(k)))));
def(
	parameterDictClass,
	"items",
	"",
	(self: PyInstance) => new PyList(keysOf(self).map((k) => new PyTuple([k, rt.getAttr(self, String(k))]))),
);
def(parameterDictClass, "extra_repr", "", (self: PyInstance) =>
	keysOf(self)
		.map((k) => describe(rt.getAttr(self, String(k)), String(k)))
		.join("\n"),
);
export type { Kwargs };
