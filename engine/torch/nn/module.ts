/**
 * nn.Module: registration through attributes, calling with hooks, walking the tree (spec section 6.1). State lives, as in PyTorch,
 * in `_parameters`, `_buffers` and `_modules` of the instance.
 */
import { TorchError } from "../../autograd/errors.ts";
import { gradFnOf } from "../../autograd/view.ts";
import { world } from "../../autograd/world.ts";
import { def, getter } from "../../values/native.ts";
import { isParameter, PyTensor } from "../../values/tensor.ts";
import {
	builtinClass,
	generatorClass,
	objectClass,
	PyBuiltin,
	PyClass,
	PyDict,
	PyFunction,
	PyInstance,
	PyIterator,
	PySet,
	PyTuple,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { dictDelete, dictGet, dictSet, entriesOf, newDict } from "./dicts.ts";

export const nnModuleClass = builtinClass("Module", [objectClass], "torch.nn.modules.module");

/** One of PyTorch's own refusals, under the key of its message. */
export function refuse(key: string, type: string, message: string): never {
	throw new TorchError(type, message, { key });
}

export const isModule = (v: Value | undefined): v is PyInstance => v instanceof PyInstance && v.cls.isSubclassOf(nnModuleClass);
const HOOKS = [
	"_backward_pre_hooks",
	"_backward_hooks",
	"_forward_hooks",
	"_forward_pre_hooks",
	"_state_dict_hooks",
	"_state_dict_pre_hooks",
	"_load_state_dict_pre_hooks",
	"_load_state_dict_post_hooks",
] as const;
/** The tables of hooks that a module has. */
export type HookTable = (typeof HOOKS)[number];

/** One of the module's own tables; null before `super().__init__()`. */
export function table(m: PyInstance, name: "_parameters" | "_buffers" | "_modules" | HookTable): PyDict | null {
	const d = m.dict.get(name);
	return d instanceof PyDict ? d : null;
}
/** The same where it has to be there: PyTorch misses it by name. */
export function owned(m: PyInstance, name: Parameters<typeof table>[1]): PyDict {
	return table(m, name) ?? refuse("MOD_NO_INIT", "AttributeError", `'${m.cls.name}' object has no attribute '${name}'`);
}
export const typeText = (v: Value): string => (v instanceof PyTensor ? v.tensor.dtype.tensorType : qualified(v));
/** torch.typename: functions and classes by their own name, other objects by their class. */
function qualified(v: Value): string {
	const named = v instanceof PyFunction || v instanceof PyBuiltin || v instanceof PyClass;
	// An op keeps its own names; an object goes by its class.
	const given = (name: string): Value | undefined =>
		(v instanceof PyBuiltin ? v.dict?.get(name) : undefined) ?? rt.findAttr(named ? v : rt.typeOf(v), name);
	const module = given("__module__");
	const prefix = typeof module === "string" && module !== "builtins" ? `${module}.` : "";
	const own = named ? given("__qualname__") : undefined;
	return prefix + (typeof own === "string" ? own : rt.typeOf(v).name);
}

export function initModule(m: PyInstance): void {
	m.dict.set("training", true);
	for (const t of ["_parameters", "_buffers"]) m.dict.set(t, newDict());
	m.dict.set("_non_persistent_buffers_set", new PySet());
	for (const t of HOOKS) m.dict.set(t, newDict());
	m.dict.set("_modules", newDict());
	m.site ??= rt.site();
}
def(nnModuleClass, "__init__", "! *args **kw", (self: PyInstance) => initModule(self));
nnModuleClass.set("training", true);

/** Names of a module's children and tensors hide plain attributes of the same name. */
function forget(m: PyInstance, name: string, ...tables: ("_parameters" | "_buffers" | "_modules")[]): void {
	m.dict.delete(name);
	for (const t of tables) {
		const d = table(m, t);
		if (d !== null) dictDelete(d, name);
	}
}

export function setModuleAttr(m: PyInstance, name: string, value: Value): void {
	const parameters = table(m, "_parameters");
	if (isParameter(value)) {
		if (parameters === null) refuse("MOD_NO_INIT", "AttributeError", "cannot assign parameters before Module.__init__() call");
		forget(m, name, "_buffers", "_modules");
		registerParameter(m, name, value);
		return;
	}
	if (parameters !== null && dictGet(parameters, name) !== undefined) {
		if (value !== null && !(value instanceof Unknown))
			refuse(
				"MOD_ASSIGN_PARAM",
				"TypeError",
				`cannot assign '${typeText(value)}' as parameter '${name}' (torch.nn.Parameter or None expected)`,
			);
		registerParameter(m, name, value);
		return;
	}
	const modules = table(m, "_modules");
	if (isModule(value)) {
		if (modules === null) refuse("MOD_NO_INIT", "AttributeError", "cannot assign module before Module.__init__() call");
		forget(m, name, "_parameters", "_buffers");
		dictSet(modules, name, value);
		return;
	}
	if (modules !== null && dictGet(modules, name) !== undefined) {
		if (value !== null && !(value instanceof Unknown))
			refuse(
				"MOD_ASSIGN_MODULE",
				"TypeError",
				`cannot assign '${typeText(value)}' as child module '${name}' (torch.nn.Module or None expected)`,
			);
		dictSet(modules, name, value);
		return;
	}
	const buffers = table(m, "_buffers");
	const isBuffer = value instanceof PyTensor && value.cls.name === "Buffer";
	if (buffers !== null && (isBuffer || dictGet(buffers, name) !== undefined)) {
		if (value !== null && !(value instanceof PyTensor) && !(value instanceof Unknown))
			refuse(
				"MOD_ASSIGN_BUFFER",
				"TypeError",
				`cannot assign '${typeText(value)}' as buffer '${name}' (${world.profile === "2.13" ? "torch.nn.Buffer, " : ""}torch.Tensor or None expected)`,
			);
		if (isBuffer) forget(m, name, "_parameters", "_modules");
		dictSet(buffers, name, value);
		return;
	}
	if (name === "__class__" && value instanceof PyClass) {
		m.cls = value;
		return;
	}
	const descriptor = m.cls.lookup(name);
	if (descriptor !== undefined && typeof descriptor === "object" && descriptor !== null && setDescriptor(m, descriptor, value)) return;
	m.dict.set(name, value);
	if (value instanceof PyTensor) world.record?.event("module-attribute", { module: m, name, tensor: value.tensor });
}
/** Properties and other data descriptors of the class take the assignment. */
function setDescriptor(m: PyInstance, descriptor: Value, value: Value): boolean {
	const kind = rt.typeOf(descriptor);
	if (kind.name === "property") {
		const setter = rt.findAttr(descriptor, "fset");
		const native = descriptor as unknown as { set: unknown };
		if (typeof native.set === "function") {
			(native.set as (s: Value, v: Value) => void)(m, value);
			return true;
		}
		const fset = (native.set ?? setter) as Value | undefined;
		if (fset === undefined || fset === null) rt.raise("AttributeError", `property of '${m.cls.name}' object has no setter`);
		rt.call(fset, [m, value]);
		return true;
	}
	const set = kind.lookup("__set__");
	if (set === undefined) return false;
	rt.call(set, [descriptor, m, value]);
	return true;
}
def(nnModuleClass, "__setattr__", "! name value", (self: PyInstance, name: string, value: Value) => setModuleAttr(self, name, value));

def(nnModuleClass, "__getattr__", "! name", (self: PyInstance, name: string) => {
	for (const t of ["_parameters", "_buffers", "_modules"] as const) {
		const d = table(self, t);
		const v = d === null ? undefined : dictGet(d, name);
		if (v !== undefined) return v;
	}
	rt.raise("AttributeError", `'${self.cls.name}' object has no attribute '${name}'`);
});
def(nnModuleClass, "__delattr__", "! name", (self: PyInstance, name: string) => {
	for (const t of ["_parameters", "_buffers", "_modules"] as const) {
		const d = table(self, t);
		if (d !== null && dictDelete(d, name)) return;
	}
	if (!self.dict.delete(name)) rt.raise("AttributeError", `'${self.cls.name}' object has no attribute '${name}'`);
});

/** `hasattr(m, name)`, without an exception on the way where the module's own `__getattr__` decides. What is not known is not there. */
function hasAttribute(m: PyInstance, name: string): boolean {
	const { cls } = m;
	if (cls.lookup("__getattr__") !== ownGetattr || cls.lookup("__getattribute__") !== objectClass.lookup("__getattribute__")) {
		const found = rt.findAttr(m, name);
		return found !== undefined && !(found instanceof Unknown);
	}
	return (
		m.dict.has(name) ||
		cls.lookup(name) !== undefined ||
		(["_parameters", "_buffers", "_modules"] as const).some((t) => dictGet(table(m, t)!, name) !== undefined)
	);
}
const ownGetattr = nnModuleClass.lookup("__getattr__");

function checkName(m: PyInstance, name: Value, what: string, t: "_parameters" | "_buffers" | "_modules"): string {
	if (typeof name !== "string") rt.raise("TypeError", `${what} name should be a string. Got ${qualified(name)}`);
	const s = name as string;
	const d = table(m, t);
	if (what === "module") {
		if ((d === null || dictGet(d, s) === undefined) && hasAttribute(m, s)) rt.raise("KeyError", `attribute '${s}' already exists`);
		if (s.includes(".")) rt.raise("KeyError", `module name can't contain ".", got: ${s}`);
		if (s === "") rt.raise("KeyError", 'module name can\'t be empty string ""');
		return s;
	}
	if (s.includes(".")) rt.raise("KeyError", `${what} name can't contain "."`);
	if (s === "") rt.raise("KeyError", `${what} name can't be empty string ""`);
	if ((d === null || dictGet(d, s) === undefined) && hasAttribute(m, s)) rt.raise("KeyError", `attribute '${s}' already exists`);
	return s;
}

export function registerParameter(m: PyInstance, name: Value, param: Value): void {
	const parameters = table(m, "_parameters");
	if (parameters === null) refuse("MOD_NO_INIT", "AttributeError", "cannot assign parameter before Module.__init__() call");
	const key = checkName(m, name, "parameter", "_parameters");
	if (param === null || param instanceof Unknown) {
		dictSet(parameters, key, param);
		return;
	}
	if (!isParameter(param))
		refuse(
			"REGP_TYPE",
			"TypeError",
			`cannot assign '${typeText(param)}' object to parameter '${key}' (torch.nn.Parameter or None required)`,
		);
	const t = (param as PyTensor).tensor;
	if (gradFnOf(t) !== null)
		refuse(
			"REGP_NONLEAF",
			"ValueError",
			`Cannot assign non-leaf Tensor to parameter '${key}'. Model parameters must be created explicitly. To express '${key}' as a function of another Tensor, compute the value in the forward() method.`,
		);
	t.name ??= key;
	dictSet(parameters, key, param);
	world.record?.event("register", { module: m, name: key, tensor: t });
}
def(nnModuleClass, "register_parameter", "! .name .param", (self: PyInstance, name: Value, param: Value) =>
	registerParameter(self, name, param),
);
export function registerBuffer(m: PyInstance, name: Value, value: Value, persistent = true): void {
	const buffers = table(m, "_buffers");
	if (buffers === null) refuse("MOD_NO_INIT", "AttributeError", "cannot assign buffer before Module.__init__() call");
	const key = checkName(m, name, "buffer", "_buffers");
	if (value !== null && !(value instanceof PyTensor) && !(value instanceof Unknown))
		refuse("REGB_TYPE", "TypeError", `cannot assign '${typeText(value)}' object to buffer '${key}' (torch Tensor or None required)`);
	dictSet(buffers, key, value);
	const np = m.dict.get("_non_persistent_buffers_set") as PySet;
	if (persistent) np.entries.delete(key);
	else np.entries.set(key, key);
	if (value instanceof PyTensor) world.record?.event("register-buffer", { module: m, name: key, tensor: value.tensor });
}
def(nnModuleClass, "register_buffer", "! .name .tensor .persistent?", (self: PyInstance, name: Value, t: Value, persistent?: Value) =>
	registerBuffer(self, name, t, persistent === undefined || rt.truth(persistent)),
);
export function addModule(m: PyInstance, name: Value, child: Value): void {
	const modules = table(m, "_modules");
	if (modules === null) refuse("MOD_NO_INIT", "AttributeError", `'${m.cls.name}' object has no attribute '_modules'`);
	if (!isModule(child) && child !== null && !(child instanceof Unknown))
		refuse("ADDM_TYPE", "TypeError", `${typeText(child)} is not a Module subclass`);
	dictSet(modules, checkName(m, name, "module", "_modules"), child);
}
for (const n of ["add_module", "register_module"])
	def(nnModuleClass, n, "! .name .module", (self: PyInstance, name: Value, child: Value) => addModule(self, name, child));

/** The tree below a module, each module once, with dotted names. */
export function* namedModules(
	m: PyInstance,
	prefix = "",
	seen: Set<Value> = new Set(),
	removeDuplicate = true,
): Generator<[string, PyInstance]> {
	if (removeDuplicate && seen.has(m)) return;
	seen.add(m);
	yield [prefix, m];
	const modules = table(m, "_modules");
	if (modules === null) return;
	for (const [name, child] of entriesOf(modules))
		if (isModule(child)) yield* namedModules(child, prefix === "" ? String(name) : `${prefix}.${name}`, seen, removeDuplicate);
}
/** Parameters or buffers of the tree, shared ones once, in registration order. */
export function* namedMembers(
	m: PyInstance,
	which: "_parameters" | "_buffers",
	prefix = "",
	recurse = true,
	removeDuplicate = true,
): Generator<[string, PyTensor | Unknown]> {
	const seen = new Set<Value>();
	for (const [modulePrefix, module] of recurse
		? namedModules(m, prefix, new Set(), removeDuplicate)
		: ([[prefix, m]] as [string, PyInstance][])) {
		for (const [name, v] of entriesOf(owned(module, which))) {
			if (v === null || (removeDuplicate && seen.has(v))) continue;
			seen.add(v);
			yield [`${modulePrefix}${modulePrefix === "" ? "" : "."}${name}`, v as PyTensor];
		}
		// A child that is not known may hold any number of members.
		for (const [name, v] of module.dict)
			if (v instanceof Unknown && v.type === null)
				yield [`${modulePrefix}${modulePrefix === "" ? "" : "."}${name}`, new Unknown(`what \`${name}\` holds is not known`)];
	}
}
export const parametersOf = (m: PyInstance): PyTensor[] =>
	[...namedMembers(m, "_parameters")].map(([, p]) => p).filter((p) => p instanceof PyTensor);

/** A JS generator as a Python one. */
export function generator<T>(it: Iterable<T>, f: (x: T) => Value): PyIterator {
	const iterator = it[Symbol.iterator]();
	return new PyIterator(() => {
		const r = iterator.next();
		return r.done === true ? undefined : f(r.value);
	}, generatorClass);
}
const pair = ([a, b]: [Value, Value]): Value => new PyTuple([a, b]);
const flag = (v: Value | undefined, otherwise = true): boolean => (v === undefined ? otherwise : rt.truth(v));
for (const [one, named, which] of [
	["parameters", "named_parameters", "_parameters"],
	["buffers", "named_buffers", "_buffers"],
] as const) {
	def(nnModuleClass, one, "! .recurse?", (self: PyInstance, recurse?: Value) =>
		generator(namedMembers(self, which, "", flag(recurse)), ([, v]) => v),
	);
	def(nnModuleClass, named, "! .prefix? .recurse? .remove_duplicate?", (self: PyInstance, prefix?: Value, recurse?: Value, dedup?: Value) =>
		generator(namedMembers(self, which, typeof prefix === "string" ? prefix : "", flag(recurse), flag(dedup)), pair),
	);
}
/** Each module comes before its children are looked for. */
function* eachModule(modules: ReturnType<typeof namedModules>): typeof modules {
	for (const found of modules) {
		yield found;
		owned(found[1], "_modules");
	}
}
def(nnModuleClass, "modules", "", (self: PyInstance) => generator(eachModule(namedModules(self)), ([, m]) => m));
def(
	nnModuleClass,
	"named_modules",
	"! .memo? .prefix? .remove_duplicate?",
	(self: PyInstance, _memo?: Value, prefix?: Value, dedup?: Value) =>
		generator(eachModule(namedModules(self, typeof prefix === "string" ? prefix : "", new Set(), flag(dedup))), pair),
);
function* namedChildren(m: PyInstance): Generator<[string, Value]> {
	const seen = new Set<Value>();
	for (const [name, child] of entriesOf(owned(m, "_modules")))
		if (child !== null && !seen.has(child)) {
			seen.add(child);
			yield [String(name), child];
		}
}
def(nnModuleClass, "children", "", (self: PyInstance) => generator(namedChildren(self), ([, c]) => c));
def(nnModuleClass, "named_children", "", (self: PyInstance) => generator(namedChildren(self), pair));

def(nnModuleClass, "apply", "! .fn", (self: PyInstance, fn: Value) => {
	const visit = (m: PyInstance): void => {
		for (const [, child] of [...namedChildren(m)]) if (isModule(child)) visit(child);
		rt.call(fn, [m]);
	};
	visit(self);
	return self;
});
def(nnModuleClass, "train", "! .mode?", (self: PyInstance, mode?: Value) => {
	const on = mode === undefined ? true : mode;
	if (typeof on !== "boolean" && !(on instanceof Unknown)) rt.raise("ValueError", "training mode is expected to be boolean");
	setModuleAttr(self, "training", on);
	for (const [, child] of namedChildren(self)) rt.call(rt.getAttr(child, "train"), [on]);
	return self;
});
def(nnModuleClass, "eval", "", (self: PyInstance) => rt.call(rt.getAttr(self, "train"), [false]));
def(nnModuleClass, "requires_grad_", "! .requires_grad?", (self: PyInstance, on?: Value) => {
	for (const [, p] of namedMembers(self, "_parameters")) rt.call(rt.getAttr(p, "requires_grad_"), [on ?? true]);
	return self;
});
def(nnModuleClass, "zero_grad", "! .set_to_none?", (self: PyInstance, toNone?: Value) => {
	const none = toNone === undefined ? world.profile === "2.13" : rt.truth(toNone);
	for (const p of parametersOf(self)) zeroGrad(p, none);
	return null;
});
/** Drops or zeroes a gradient as `zero_grad` does. */
export function zeroGrad(p: PyTensor, toNone: boolean): void {
	const t = p.tensor;
	world.record?.event("zero-grad", { tensor: t });
	if (t.grad === null) return;
	if (toNone) t.grad = null;
	else {
		if (t.grad.gradFn !== null) t.grad.gradFn = null;
		else t.grad.requiresGradFlag = false;
		rt.call(rt.getAttr(pyGrad(t.grad), "zero_"), []);
	}
}
import { py as pyGrad } from "../../values/tensor.ts";
def(nnModuleClass, "_get_name", "", (self: PyInstance) => self.cls.name);
def(nnModuleClass, "extra_repr", "", () => "");
getter(nnModuleClass, "__module_site__", () => null);
