/** Assignment and deletion targets, and unpacking. */
import type * as ast from "../syntax/nodes.ts";
import { raiseError } from "../values/exceptions.ts";
import { typeOf } from "../values/kinds.ts";
import { inplace } from "../values/operators.ts";
import { rt } from "../values/runtime.ts";
import { PyTensor } from "../values/tensor.ts";
import { derive } from "../values/unknown.ts";
import { PyList, PyTuple, Unknown, type Value } from "../values/value.ts";
import { delAttr, getAttr, setAttr } from "./attributes.ts";
import { evaluate, isIterable } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import { iterate } from "./iterate.ts";
import { loadName, namespaceOf } from "./names.ts";
import { observeLine, recordLimit } from "./record.ts";
import { state } from "./state.ts";

export function assignName(node: ast.Name, value: Value, frame: Frame): void {
	if (node.scope === "local") frame.vars.set(node.id, value);
	else namespaceOf(node, frame).set(node.id, value);
	// The user's first name for a tensor is what messages call it.
	if (value instanceof PyTensor && value.tensor.name === null && frame.isUser) value.tensor.name = node.id;
	if (state.observer !== null && frame.isUser) observeLine(node, value, frame);
}

export function assign(target: ast.Expr, value: Value, frame: Frame): void {
	switch (target.kind) {
		case "Name":
			assignName(target, value, frame);
			return;
		case "Attribute": {
			const o = evaluate(target.value, frame);
			frame.node = target;
			setAttr(o, target.attr, value);
			if (value instanceof PyTensor && frame.isUser && (value.tensor.name === null || value.tensor.name === target.attr))
				value.tensor.name = target.value.kind === "Name" ? `${target.value.id}.${target.attr}` : target.attr;
			if (state.observer !== null && frame.isUser) observeLine(target, value, frame);
			return;
		}
		case "Subscript": {
			const o = evaluate(target.value, frame);
			const key = evaluate(target.slice, frame);
			frame.node = target;
			rt.setItem(o, key, value);
			return;
		}
		case "Tuple":
		case "List":
			unpack(target, value, frame);
			return;
		case "Starred":
			assign(target.value, value, frame);
			return;
		default:
			if (target.kind !== "Missing") recordLimit("syntax", "not an assignment target");
	}
}

function unpack(target: ast.Tuple | ast.List, value: Value, frame: Frame): void {
	const { elts } = target;
	frame.node = target;
	const star = elts.findIndex((e) => e.kind === "Starred");
	if (value instanceof Unknown) {
		for (let i = 0; i < elts.length; i++) assign(elts[i]!, i === star ? derive("*unpack", [value, i]) : derive("[]", [value, i]), frame);
		return;
	}
	const items = itemsFor(value, elts.length, star >= 0);
	if (items === null) {
		for (const e of elts) assign(e, new Unknown("the items are not known"), frame);
		return;
	}
	if (star < 0) {
		if (items.length < elts.length) raiseError("ValueError", `not enough values to unpack (expected ${elts.length}, got ${items.length})`);
		if (items.length > elts.length) raiseError("ValueError", `too many values to unpack (expected ${elts.length})`);
		for (let i = 0; i < items.length; i++) assign(elts[i]!, items[i]!, frame);
		return;
	}
	const after = elts.length - star - 1;
	if (items.length < elts.length - 1)
		raiseError("ValueError", `not enough values to unpack (expected at least ${elts.length - 1}, got ${items.length})`);
	for (let i = 0; i < star; i++) assign(elts[i]!, items[i]!, frame);
	assign(elts[star]!, new PyList(items.slice(star, items.length - after)), frame);
	for (let i = 0; i < after; i++) assign(elts[star + 1 + i]!, items[items.length - after + i]!, frame);
}

/** The items; of an iterable without a star one more than wanted is enough. */
function itemsFor(value: Value, wanted: number, all: boolean): Value[] | null {
	if (value instanceof PyTuple && !value.cls.isUser) return value.items;
	if (value instanceof PyList && !value.cls.isUser && value.more === null) return value.items.slice();
	if (value instanceof PyList && value.more !== null) return !all && value.items.length >= wanted ? value.items.slice(0, wanted) : null;
	if (!isIterable(value)) raiseError("TypeError", `cannot unpack non-iterable ${typeOf(value).name} object`);
	const cut = state.cutSources;
	const next = iterate(value);
	const out: Value[] = [];
	for (let item = next(); item !== undefined; item = next()) {
		out.push(item);
		if (!all && out.length > wanted) break;
	}
	// More items than wanted out of a source of unknown length say nothing either.
	return state.cutSources === cut && !(out.length > wanted && out.some((v) => v instanceof Unknown)) ? out : null;
}

export function augmented(node: ast.AugAssign, frame: Frame): void {
	const { target } = node;
	switch (target.kind) {
		case "Name": {
			const before = loadName(target, frame);
			const operand = evaluate(node.value, frame);
			frame.node = node;
			assignName(target, update(node.op, before, operand), frame);
			return;
		}
		case "Attribute": {
			const o = evaluate(target.value, frame);
			frame.node = target;
			const before = getAttr(o, target.attr);
			const operand = evaluate(node.value, frame);
			frame.node = node;
			const after = update(node.op, before, operand);
			frame.node = target;
			setAttr(o, target.attr, after);
			if (state.observer !== null && frame.isUser) observeLine(target, after, frame);
			return;
		}
		case "Subscript": {
			const o = evaluate(target.value, frame);
			const key = evaluate(target.slice, frame);
			frame.node = target;
			const before = rt.getItem(o, key);
			const operand = evaluate(node.value, frame);
			frame.node = node;
			const after = update(node.op, before, operand);
			frame.node = target;
			rt.setItem(o, key, after);
			return;
		}
		default:
			evaluate(node.value, frame);
	}
}
function update(op: ast.BinaryOperator, before: Value, operand: Value): Value {
	if (typeof before === "number" && typeof operand === "number") {
		const r = op === "+" ? before + operand : op === "-" ? before - operand : Number.NaN;
		if (Number.isSafeInteger(r)) return r;
	}
	return inplace(op, before, operand);
}

export function deleteTarget(target: ast.Expr, frame: Frame): void {
	switch (target.kind) {
		case "Name": {
			const space = namespaceOf(target, frame);
			if (!space.delete(target.id)) {
				frame.node = target;
				if (target.scope === "local")
					raiseError("UnboundLocalError", `cannot access local variable '${target.id}' where it is not associated with a value`);
				raiseError("NameError", `name '${target.id}' is not defined`);
			}
			return;
		}
		case "Attribute": {
			const o = evaluate(target.value, frame);
			frame.node = target;
			delAttr(o, target.attr);
			return;
		}
		case "Subscript": {
			const o = evaluate(target.value, frame);
			const key = evaluate(target.slice, frame);
			frame.node = target;
			if (o instanceof Unknown) return;
			const method = typeOf(o).lookup("__delitem__");
			if (method === undefined || method === null) {
				if (typeOf(o).hasUnknownBase) return;
				raiseError("TypeError", `'${typeOf(o).name}' object doesn't support item deletion`);
			}
			rt.call(method, [o, key]);
			return;
		}
		case "Tuple":
		case "List":
			for (const e of target.elts) deleteTarget(e, frame);
			return;
		default:
	}
}
