/** Call expressions: finding the callee, evaluating arguments in order, stars and keywords. */
import type * as ast from "../syntax/nodes.ts";
import { raiseError } from "../values/exceptions.ts";
import { typeName, typeOf } from "../values/kinds.ts";
import { rt } from "../values/runtime.ts";
import { derive } from "../values/unknown.ts";
import {
	type Kwargs,
	Obj,
	PyBuiltin,
	PyClass,
	PyDict,
	PyFunction,
	PyList,
	PyMethod,
	PyModule,
	PyTuple,
	Unknown,
	type Value,
} from "../values/value.ts";
import { baseProtocol, getAttr } from "./attributes.ts";
import { world } from "../autograd/world.ts";
import { StarUnknown, UNKNOWN_STAR } from "./bind.ts";
import { call, callFunction, callNative, callWithUnknownStars } from "./calls.ts";
import { evaluate, isIterable } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import { iterate } from "./iterate.ts";
import { checkBudget, state } from "./state.ts";

export function evaluateCall(node: ast.Call, frame: Frame): Value {
	const func = node.func;
	let callee: Value;
	/** Methods get their object in front without making a bound method. */
	const args: Value[] = [];
	if (func.kind === "Attribute") {
		const o = evaluate(func.value, frame);
		frame.node = func;
		const method = plainMethod(o, func.attr);
		if (method !== undefined) {
			callee = method;
			args.push(o);
		} else callee = getAttr(o, func.attr);
		if (callee instanceof Unknown && func.attr === "backward") gradientsLost();
		if (state.observer !== null && frame.isUser) state.observer(func, callee, frame.source);
	} else callee = evaluate(func, frame);
	if (++state.steps >= state.nextCheck) checkBudget();

	const simple = node.keywords.length === 0 && !hasStar(node);
	if (simple) {
		const nodes = node.args;
		for (let i = 0; i < nodes.length; i++) args.push(evaluate(nodes[i]!, frame));
		frame.node = node;
		if (callee instanceof PyFunction) return callFunction(callee, args, null);
		if (callee instanceof PyBuiltin) return callNative(callee, args, null);
		return call(callee, args, null);
	}
	return callWithArguments(node, callee, args, frame);
}

/** `.backward()` of something not known: from here on any leaf may have a gradient. */
function gradientsLost(): void {
	world.gradsUnknown = true;
	world.record?.event("backward-unknown", {});
}

/** A function found on the object's class that nothing on the object hides. */
function plainMethod(o: Value, name: string): Value | undefined {
	if (o instanceof Obj) {
		if (o instanceof PyClass || o instanceof PyModule || o instanceof Unknown) return undefined;
		const cls = o.cls;
		const attr = cls.lookup(name);
		if (attr instanceof PyFunction || (attr instanceof PyBuiltin && !attr.isStatic)) {
			if (o.dict?.has(name)) return undefined;
			const custom = cls.lookup("__getattribute__");
			return custom === undefined || custom === baseProtocol.getattribute ? attr : undefined;
		}
		return undefined;
	}
	const attr = typeOf(o).lookup(name);
	return attr instanceof PyBuiltin && !attr.isStatic ? attr : undefined;
}

function hasStar(node: ast.Call): boolean {
	const nodes = node.args;
	for (let i = 0; i < nodes.length; i++) if (nodes[i]!.kind === "Starred") return true;
	return false;
}

function callWithArguments(node: ast.Call, callee: Value, args: Value[], frame: Frame): Value {
	let star: StarUnknown | null = null;
	for (const a of node.args) {
		if (a.kind !== "Starred") {
			const v = evaluate(a, frame);
			// What stands behind `*unknown` has no known position.
			if (star === null) args.push(v);
			continue;
		}
		const v = evaluate(a.value, frame);
		if (v instanceof Unknown) {
			star ??= new StarUnknown(v.why);
			continue;
		}
		if (v instanceof PyTuple && !v.cls.isUser) {
			if (star === null) for (const item of v.items) args.push(item);
			continue;
		}
		frame.node = node;
		if (!isIterable(v)) raiseError("TypeError", `${describe(callee)} argument after * must be an iterable, not ${typeName(v)}`);
		const items = rt.items(v);
		if (items === null) {
			if (star === null && v instanceof PyList) args.push(...v.items);
			star ??= new StarUnknown(v instanceof PyList && v.more !== null ? v.more.why : "the arguments are not all known");
		} else if (star === null) for (const item of items) args.push(item);
	}
	const kw = node.keywords.length === 0 ? null : keywords(node, callee, frame);
	frame.node = node;
	if (star !== null || kw?.has(UNKNOWN_STAR)) {
		if (star !== null) args.push(star);
		return callWithUnknownStars(callee, args, kw);
	}
	return call(callee, args, kw);
}

function keywords(node: ast.Call, callee: Value, frame: Frame): Kwargs | null {
	const kw: Kwargs = new Map();
	for (const k of node.keywords) {
		const v = evaluate(k.value, frame);
		if (k.arg !== null) {
			if (kw.has(k.arg)) {
				frame.node = node;
				raiseError("TypeError", `${describe(callee)} got multiple values for keyword argument '${k.arg}'`);
			}
			kw.set(k.arg, v);
			continue;
		}
		frame.node = node;
		if (v instanceof Unknown) kw.set(UNKNOWN_STAR, new StarUnknown(v.why));
		else spreadMapping(kw, v, callee);
	}
	return kw.size === 0 ? null : kw;
}
function spreadMapping(kw: Kwargs, v: Value, callee: Value): void {
	const add = (key: Value, value: Value): void => {
		if (key instanceof Unknown) {
			kw.set(UNKNOWN_STAR, new StarUnknown(key.why));
			return;
		}
		if (typeof key !== "string") raiseError("TypeError", "keywords must be strings");
		if (kw.has(key)) raiseError("TypeError", `${describe(callee)} got multiple values for keyword argument '${key}'`);
		kw.set(key, value);
	};
	if (v instanceof PyDict && !v.cls.isUser) {
		for (const [key, value] of v.entries.values()) add(key, value);
		if (v.hasUnknownKeys) kw.set(UNKNOWN_STAR, new StarUnknown("some keys of the dict are not known"));
		return;
	}
	const keys = rt.findAttr(v, "keys");
	if (keys === undefined) raiseError("TypeError", `${describe(callee)} argument after ** must be a mapping, not ${typeName(v)}`);
	if (keys instanceof Unknown) {
		kw.set(UNKNOWN_STAR, new StarUnknown(keys.why));
		return;
	}
	const next = iterate(call(keys, [], null));
	for (let key = next(); key !== undefined; key = next()) add(key, key instanceof Unknown ? derive("[]", [v, key]) : rt.getItem(v, key));
}

/** How CPython names a callable in argument errors. */
function describe(callee: Value): string {
	if (callee instanceof PyFunction) return `${moduleName(callee)}.${callee.qualname}()`;
	if (callee instanceof PyMethod) return describe(callee.func);
	if (callee instanceof PyBuiltin) return `${callee.qualname ?? callee.name}()`;
	if (callee instanceof PyClass) return callee.module === "builtins" ? `${callee.qualname}()` : `${callee.module}.${callee.qualname}()`;
	return `${typeName(callee)} object`;
}
const moduleName = (fn: PyFunction): string => fn.globals.name;
