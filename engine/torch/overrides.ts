/** `__torch_function__`: classes that take over functions of torch, and subclasses of Tensor whose results stay of their class. */
import { perWorld, world } from "../autograd/world.ts";
import { call } from "../ops/dispatch.ts";
import { defClassMethod, defStatic, native } from "../values/native.ts";
import { overriding } from "../values/overriding.ts";
import { bufferClass, parameterClass, py, PyTensor, sizeClass, tensorClass } from "../values/tensor.ts";
import {
	type Kwargs,
	NotImplemented,
	PyBuiltin,
	PyClass,
	PyInstance,
	PyList,
	type PyModule,
	PyTuple,
	type Value,
} from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { isModule } from "./nn/module.ts";
import { method } from "./tensor-attributes.ts";

/** Operators go by the name of the method that PyTorch hands over. */
const METHOD_OF: Record<string, string> = {
	__add__: "add",
	__radd__: "add",
	__sub__: "sub",
	__mul__: "mul",
	__rmul__: "mul",
	__truediv__: "div",
	__pow__: "pow",
	__mod__: "remainder",
	__matmul__: "matmul",
	__neg__: "neg",
	__abs__: "abs",
	__rtruediv__: "__rdiv__",
	__lt__: "lt",
	__le__: "le",
	__gt__: "gt",
	__ge__: "ge",
	__iadd__: "add_",
	__isub__: "sub_",
	__imul__: "mul_",
	__itruediv__: "div_",
};
/** Methods of every object, and those of this very protocol. */
const NOT_TAKEN_OVER = new Set("__init__ __new__ __str__ __hash__ __torch_function__ as_subclass _make_subclass __iter__".split(" "));

/** How many default implementations are under way: inside of them calls are what they are. */
let inside = 0;

const handlerOf = (cls: PyClass): Value | undefined => {
	const found = cls.lookup("__torch_function__");
	if (found === undefined || found !== DEFAULT) return found;
	// Parameters do not pass their class on.
	return cls === tensorClass || cls.module.startsWith("torch") || cls.isSubclassOf(parameterClass) || cls.isSubclassOf(bufferClass)
		? undefined
		: found;
};

function collect(values: Iterable<Value>, into: PyClass[], depth = 0): void {
	for (const v of values) {
		if (v instanceof PyTensor || v instanceof PyInstance) {
			if (v.cls === tensorClass || into.includes(v.cls) || handlerOf(v.cls) === undefined) continue;
			// Subclasses are asked before what they derive from.
			const at = into.findIndex((c) => v.cls.isSubclassOf(c));
			into.splice(at < 0 ? into.length : at, 0, v.cls);
		} else if (depth === 0 && (v instanceof PyList || v instanceof PyTuple)) collect(v.items, into, 1);
	}
}

const homes = (): PyModule[] => ["torch", "torch.nn.functional"].map((name) => rt.importModule(name) as PyModule);
function isTaken(f: PyBuiltin, args: readonly Value[]): boolean {
	if (NOT_TAKEN_OVER.has(f.name)) return false;
	if (tensorClass.dict.get(f.name) === f) return true;
	if (f.name === "forward") return args[0] instanceof PyInstance && isModule(args[0]);
	return homes().some((m) => m.dict.get(f.name) === f);
}

/** Modes entered with `with`, the innermost last; the one that answers is out of the way meanwhile. */
const modes: () => { entered: Value[] } = perWorld(() => ({ entered: [] }));

export const modeHooks = [
	native("push_function_mode", "! mode", (mode: Value) => {
		overriding.isWanted = true;
		modes().entered.push(mode);
	}),
	native("pop_function_mode", "", () => void modes().entered.pop()),
];

function byMode(f: PyBuiltin, args: Value[], kw: Kwargs | null): Value {
	const { entered } = modes();
	const mode = entered.pop()!;
	try {
		return rt.call(rt.getAttr(mode, "__torch_function__"), [
			handedOver(f),
			new PyTuple([]),
			new PyTuple(args),
			...(kw === null || kw.size === 0 ? [] : [dictOf(kw)]),
		]);
	} finally {
		entered.push(mode);
	}
}

const handedOver = (f: PyBuiltin): Value => (METHOD_OF[f.name] === undefined ? undefined : tensorClass.lookup(METHOD_OF[f.name]!)) ?? f;

overriding.answer = (f, args, kw) => {
	if (modes().entered.length > 0 && f.name !== "forward" && isTaken(f, args)) return byMode(f, args, kw);
	if (inside > 0) return undefined;
	const classes: PyClass[] = [];
	collect(args, classes);
	if (kw !== null) collect(kw.values(), classes);
	if (classes.length === 0 || !isTaken(f, args)) return undefined;
	const func = handedOver(f);
	for (const cls of classes) {
		// A layer of ours is no function of torch: its result alone tells.
		if (handlerOf(cls) === DEFAULT || f.name === "forward") return byDefault(cls, f, args, kw);
		const given: Value[] = [func, new PyTuple(classes), new PyTuple(args)];
		if (kw !== null && kw.size > 0) given.push(dictOf(kw));
		const result = rt.call(rt.getAttr(cls, "__torch_function__"), given);
		if (result !== NotImplemented) return result;
	}
	const where = tensorClass.dict.get(f.name) === f ? "torch.Tensor" : "torch";
	rt.raise(
		"TypeError",
		`Multiple dispatch failed for '${where}.${f.name}'; all __torch_function__ handlers returned NotImplemented:\n\n${classes.map((c) => `  - tensor subclass ${rt.repr(c)}`).join("\n")}\n\nFor more information, try re-running with TORCH_LOGS=not_implemented`,
	);
};

const dictOf = (kw: Kwargs): Value => rt.call(rt.getAttr(rt.importModule("builtins"), "dict"), [], kw);

/** The function itself, its results of the class. */
function byDefault(cls: PyClass, func: Value, args: Value[], kw: Kwargs | null): Value {
	inside++;
	try {
		return ofClass(rt.call(func, args, kw), cls);
	} finally {
		inside--;
	}
}

function ofClass(v: Value, cls: PyClass): Value {
	if (v instanceof PyTensor) return v.cls.isSubclassOf(cls) || !cls.isSubclassOf(tensorClass) ? v : asSubclass(v, cls);
	if (v instanceof PyTuple && v.cls !== sizeClass) {
		const out = new PyTuple(v.items.map((x) => ofClass(x, cls)));
		out.cls = v.cls;
		return out;
	}
	if (v instanceof PyList) v.items = v.items.map((x) => ofClass(x, cls));
	return v;
}

function asSubclass(v: PyTensor, cls: PyClass): PyTensor {
	const o = py(call("alias", v.tensor));
	o.cls = cls;
	return o;
}

defClassMethod(
	tensorClass,
	"__torch_function__",
	"! func types args? kwargs?",
	(cls: PyClass, func: Value, _types: Value, args?: Value, kwargs?: Value) => {
		const kw =
			kwargs === undefined || kwargs === null
				? null
				: new Map((rt.items(rt.call(rt.getAttr(kwargs, "items"), [])) ?? []).map((p) => (p as PyTuple).items as [string, Value]));
		return byDefault(cls, func, args === undefined ? [] : (rt.items(args) ?? []), kw);
	},
);
const DEFAULT = tensorClass.dict.get("__torch_function__")!;

method("as_subclass", "cls", (t, cls: Value) =>
	cls instanceof PyClass ? asSubclass(py(t), cls) : rt.raise("TypeError", "cls must be a type (got something else)"),
);
defStatic(tensorClass, "_make_subclass", "! cls data require_grad?", (cls: PyClass, data: Value, flag?: Value) => {
	if (!(data instanceof PyTensor)) return data;
	const from = data.tensor;
	const t = from.alias(from.sizes, from.strides, from.offset);
	t.requiresGradFlag = flag === true;
	if (world.record !== null && from.gradFn !== null) world.record.event("detach", { from, to: t, how: "_make_subclass" });
	const o = py(t);
	o.cls = cls;
	return o;
});

/** What an attribute of a subclass gives is of the subclass, too. */
overriding.attribute = (self, v) => {
	if (inside > 0 || !(self instanceof PyTensor) || self.cls === tensorClass) return v;
	const handler = handlerOf(self.cls);
	if (handler === undefined) return v;
	if (handler !== DEFAULT)
		return rt.call(rt.getAttr(self.cls, "__torch_function__"), [
			new PyBuiltin("__get__", () => v, true),
			new PyTuple([self.cls]),
			new PyTuple([self]),
		]);
	return v instanceof PyTensor && v.cls === tensorClass ? asSubclass(v, self.cls) : v;
};
