/** Expressions: a plain walk over the tree. Cases stay one call deep, because the JavaScript stack is Python's stack. */
import type * as ast from "../syntax/nodes.ts";
import { dictSet, setAdd } from "../values/dict.ts";
import { raiseError } from "../values/exceptions.ts";
import { typeOf } from "../values/kinds.ts";
import { binary, compare, unary, truthValue } from "../values/operators.ts";
import { adoptTable, tableOf } from "../values/set-table.ts";
import { HOLE, strValue, unknownText } from "../values/text.ts";
import { derive } from "../values/unknown.ts";
import { rt } from "../values/runtime.ts";
import {
	boolClass,
	Ellipsis,
	PyBytes,
	PyComplex,
	PyDict,
	PyFloat,
	PyList,
	PySet,
	PySlice,
	PyTuple,
	tupleClass,
	Unknown,
	type Value,
} from "../values/value.ts";
import { getAttr } from "./attributes.ts";
import { assignName } from "./assign.ts";
import { evaluateCall } from "./call-expression.ts";
import { evaluateComp, evaluateDictComp } from "./comprehensions.ts";
import type { Frame } from "./frame.ts";
import { makeLambda } from "./functions.ts";
import { awaitValue } from "./generators.ts";
import { iterate } from "./iterate.ts";
import { loadName } from "./names.ts";
import { observeLine, recordLimit } from "./record.ts";
import { state } from "./state.ts";
import { truth } from "./truth.ts";

export function evaluate(node: ast.Expr, frame: Frame): Value {
	switch (node.kind) {
		case "Name": {
			const v = loadName(node, frame);
			if (state.observer !== null) observe(node, v, frame);
			return v;
		}
		case "Constant":
			return constant(node);
		case "Attribute":
			return attribute(node, frame);
		case "Call":
			return call(node, frame);
		case "BinOp":
			return binaryOperation(node, frame);
		case "Compare":
			return comparison(node, frame);
		case "Subscript":
			return subscript(node, frame);
		case "UnaryOp":
			return unaryOperation(node, frame);
		case "BoolOp":
			return boolOperation(node, frame);
		case "Tuple":
			return tupleDisplay(node, frame);
		case "List":
			return listDisplay(node, frame);
		case "JoinedStr":
			return strValue(joined(node, frame));
		case "IfExp":
			return test(node.test, frame) ? evaluate(node.body, frame) : evaluate(node.orelse, frame);
		case "Dict":
			return dictDisplay(node, frame);
		case "Set":
			return setDisplay(node, frame);
		case "Slice":
			return slice(node, frame);
		case "ListComp":
		case "SetComp":
		case "GeneratorExp":
			return evaluateComp(node, frame);
		case "DictComp":
			return evaluateDictComp(node, frame);
		case "Lambda":
			return makeLambda(node, frame);
		case "NamedExpr":
			return walrus(node, frame);
		case "FormattedValue":
			return strValue(formatted(node, frame));
		case "Await":
			return awaitValue(evaluate(node.value, frame), frame, node);
		case "Missing":
			return new Unknown("the source has a syntax error here");
		case "Starred":
			frame.node = node;
			return raiseError("SyntaxError", "can't use starred expression here");
		case "Yield":
		case "YieldFrom":
			// Only generators run these, and they handle them as statements.
			recordLimit("unsupported", "a `yield` in this place is not supported");
			return new Unknown("a `yield` in this place is not supported");
	}
}

function observe(node: ast.Expr, value: Value, frame: Frame): void {
	if (frame.isUser) observeLine(node, value, frame);
}

function constant(node: ast.Constant): Value {
	switch (node.type) {
		case "float":
			return new PyFloat(Number(node.value));
		case "imag":
			return new PyComplex(0, Number(node.value));
		case "bytes":
			return new PyBytes(node.value as string);
		case "Ellipsis":
			return Ellipsis;
		default:
			return node.value;
	}
}

function attribute(node: ast.Attribute, frame: Frame): Value {
	const o = evaluate(node.value, frame);
	frame.node = node;
	const v = getAttr(o, node.attr);
	if (state.observer !== null) observe(node, v, frame);
	return v;
}
function call(node: ast.Call, frame: Frame): Value {
	const v = evaluateCall(node, frame);
	if (state.observer !== null) observe(node, v, frame);
	return v;
}
function binaryOperation(node: ast.BinOp, frame: Frame): Value {
	const a = evaluate(node.left, frame);
	const b = evaluate(node.right, frame);
	if (typeof a === "number" && typeof b === "number") {
		const r = node.op === "+" ? a + b : node.op === "-" ? a - b : Number.NaN;
		if (Number.isSafeInteger(r)) return r;
	}
	frame.node = node;
	return binary(node.op, a, b);
}
function unaryOperation(node: ast.UnaryOp, frame: Frame): Value {
	const v = evaluate(node.operand, frame);
	frame.node = node;
	return unary(node.op, v);
}
function comparison(node: ast.Compare, frame: Frame): Value {
	let left = evaluate(node.left, frame);
	const last = node.ops.length - 1;
	for (let i = 0; i < last; i++) {
		const right = evaluate(node.comparators[i]!, frame);
		frame.node = node;
		const r = compare(node.ops[i]!, left, right);
		if (!truth(r)) return r;
		left = right;
	}
	const right = evaluate(node.comparators[last]!, frame);
	frame.node = node;
	return compare(node.ops[last]!, left, right);
}
function boolOperation(node: ast.BoolOp, frame: Frame): Value {
	const isAnd = node.op === "and";
	const last = node.values.length - 1;
	for (let i = 0; i < last; i++) {
		const v = evaluate(node.values[i]!, frame);
		frame.node = node;
		if (truth(v) !== isAnd) return v instanceof Unknown && v.type === boolClass ? !isAnd : v;
	}
	return evaluate(node.values[last]!, frame);
}

/** A condition: `not`, `and`, `or` are taken apart so that the same question decides the same way. */
export function test(node: ast.Expr, frame: Frame): boolean {
	if (node.kind === "UnaryOp" && node.op === "not") return !test(node.operand, frame);
	if (node.kind === "BoolOp") {
		const isAnd = node.op === "and";
		for (const v of node.values) if (test(v, frame) !== isAnd) return !isAnd;
		return isAnd;
	}
	const v = evaluate(node, frame);
	if (typeof v === "boolean") return v;
	frame.node = node;
	return truth(v);
}
/** As `test`, but the Unknown itself where the answer is not known and no path has decided it. */
export function openTest(node: ast.Expr, frame: Frame): boolean | Unknown {
	if (node.kind === "UnaryOp" && node.op === "not") {
		const v = openTest(node.operand, frame);
		return typeof v === "boolean" ? !v : derive("not", [v], boolClass);
	}
	if (node.kind === "BoolOp") {
		const isAnd = node.op === "and";
		let open: Unknown | null = null;
		for (const part of node.values) {
			const v = openTest(part, frame);
			if (v === !isAnd) return v;
			if (typeof v !== "boolean") open ??= v;
		}
		return open ?? isAnd;
	}
	const v = evaluate(node, frame);
	frame.node = node;
	return truthValue(v);
}

function subscript(node: ast.Subscript, frame: Frame): Value {
	const o = evaluate(node.value, frame);
	const key = evaluate(node.slice, frame);
	frame.node = node;
	const v = rt.getItem(o, key);
	if (state.observer !== null) observe(node, v, frame);
	return v;
}
function slice(node: ast.Slice, frame: Frame): Value {
	const start = node.lower === null ? null : evaluate(node.lower, frame);
	const stop = node.upper === null ? null : evaluate(node.upper, frame);
	return new PySlice(start, stop, node.step === null ? null : evaluate(node.step, frame));
}
function walrus(node: ast.NamedExpr, frame: Frame): Value {
	const v = evaluate(node.value, frame);
	assignName(node.target, v, frame);
	return v;
}

function tupleDisplay(node: ast.Tuple, frame: Frame): Value {
	const items = evaluateItems(node.elts, frame);
	return openEnd === null ? new PyTuple(items) : new Unknown(openEnd.why, { type: tupleClass });
}
function listDisplay(node: ast.List, frame: Frame): Value {
	const out = new PyList(evaluateItems(node.elts, frame));
	out.more = openEnd;
	return out;
}
/** Set by `evaluateItems` when something unknown was spread: there may be more items than it returned. */
export let openEnd: Unknown | null = null;

/** The items of a display or of positional arguments, stars spread. */
export function evaluateItems(nodes: ast.Expr[], frame: Frame): Value[] {
	const out: Value[] = [];
	let open: Unknown | null = null;
	for (const node of nodes) {
		if (node.kind !== "Starred") {
			out.push(evaluate(node, frame));
			continue;
		}
		const v = evaluate(node.value, frame);
		if (v instanceof PyTuple && !v.cls.isUser) for (const item of v.items) out.push(item);
		else if (v instanceof Unknown) open ??= derive("*", [v]);
		else {
			frame.node = node.value;
			const cut = state.cutSources;
			const next = spread(v);
			for (let item = next(); item !== undefined; item = next()) out.push(item);
			if (v instanceof PyList && v.more !== null) open ??= v.more;
			if (state.cutSources !== cut) open ??= new Unknown("it was collected from something whose length is not known");
		}
	}
	openEnd = open;
	return out;
}
function spread(v: Value): () => Value | undefined {
	if (!isIterable(v)) raiseError("TypeError", `Value after * must be an iterable, not ${typeOf(v).name}`);
	return iterate(v);
}
export function isIterable(v: Value): boolean {
	const cls = typeOf(v);
	return cls.hasUnknownBase || (cls.lookup("__iter__") ?? cls.lookup("__getitem__") ?? null) !== null;
}

function dictDisplay(node: ast.Dict, frame: Frame): Value {
	const out = new PyDict();
	for (let i = 0; i < node.values.length; i++) {
		const keyNode = node.keys[i]!;
		if (keyNode !== null) {
			const key = evaluate(keyNode, frame);
			const value = evaluate(node.values[i]!, frame);
			frame.node = node;
			dictSet(out, key, value);
			continue;
		}
		const v = evaluate(node.values[i]!, frame);
		frame.node = node.values[i]!;
		mergeMapping(out, v);
	}
	return out;
}
/** `{**v}`. */
export function mergeMapping(out: PyDict, v: Value): void {
	if (v instanceof PyDict && !v.cls.isUser) {
		for (const [key, value] of v.entries.values()) dictSet(out, key, value);
		if (v.hasUnknownKeys) out.hasUnknownKeys = true;
		return;
	}
	if (v instanceof Unknown) {
		out.hasUnknownKeys = true;
		return;
	}
	const keys = rt.findAttr(v, "keys");
	if (keys === undefined) raiseError("TypeError", `'${typeOf(v).name}' object is not a mapping`);
	const next = iterate(rt.call(keys, []));
	for (let key = next(); key !== undefined; key = next()) dictSet(out, key, rt.getItem(v, key));
}
function setDisplay(node: ast.SetExpr, frame: Frame): Value {
	const out = new PySet();
	const items = evaluateItems(node.elts, frame);
	const open = openEnd !== null;
	frame.node = node;
	for (const item of items) setAdd(out, item);
	if (items.length > 2 && node.elts.every(isConstant)) adoptTable(out, tableOf(out)?.folded());
	out.hasUnknownItems = open;
	return out;
}
/** What the compiler folds: literals, signed numbers, tuples of them. */
function isConstant(node: ast.Expr): boolean {
	if (node.kind === "Tuple") return node.elts.every(isConstant);
	return node.kind === "Constant" || (node.kind === "UnaryOp" && isConstant(node.operand));
}

function joined(node: ast.JoinedStr, frame: Frame): string {
	let out = "";
	for (const part of node.values) out += part.kind === "Constant" ? (part.value as string) : formatted(part, frame);
	return out;
}
function formatted(node: ast.FormattedValue, frame: Frame): string {
	let v = evaluate(node.value, frame);
	const spec = node.formatSpec === null ? "" : joined(node.formatSpec, frame);
	frame.node = node.value;
	const label = node.selfDoc ?? "";
	const conversion = node.conversion ?? (node.selfDoc !== null && spec === "" ? "r" : null);
	if (conversion === "r") v = strValue(rt.repr(v));
	else if (conversion === "s") v = strValue(rt.str(v));
	else if (conversion === "a") v = rt.call(state.builtins.get("ascii")!, [v]);
	if (spec.includes(HOLE)) return label + HOLE;
	if (typeof v === "string" && spec === "") return label + v;
	if (v instanceof Unknown && spec === "") return label + unknownText(v);
	return label + rt.format(v, spec);
}
