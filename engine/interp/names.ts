/** Variables: where a name is looked up, and the errors when it is nowhere. */
import type { Name } from "../syntax/nodes.ts";
import { exceptionState, makeException } from "../values/exceptions.ts";
import { PyRaise, type Scope, type Value } from "../values/value.ts";
import type { Frame } from "./frame.ts";
import { state } from "./state.ts";

export function loadName(node: Name, frame: Frame): Value {
	const id = node.id;
	switch (node.scope) {
		case "local": {
			const v = frame.vars.get(id);
			return v === undefined ? unbound(node, frame) : v;
		}
		case "global":
			break;
		case "free": {
			for (let s: Scope | null = frame.parent; s !== null; s = s.parent) {
				const v = s.vars.get(id);
				if (v !== undefined) return v;
			}
			return freeFallback(node, frame);
		}
		case "class": {
			const v = frame.vars.get(id);
			if (v !== undefined) return v;
			for (let s: Scope | null = frame.parent; s !== null; s = s.parent) {
				const outer = s.vars.get(id);
				if (outer !== undefined) return outer;
			}
		}
	}
	return loadGlobal(node, frame);
}

function loadGlobal(node: Name, frame: Frame): Value {
	const v = frame.globals.dict.get(node.id);
	if (v !== undefined) return v;
	const builtin = state.builtins.get(node.id);
	if (builtin !== undefined) return builtin;
	const unknown = frame.globals.missing?.(node.id);
	if (unknown !== undefined) return unknown;
	return fail("NameError", `name '${node.id}' is not defined`, node, frame);
}

function unbound(node: Name, frame: Frame): Value {
	return fail("UnboundLocalError", `cannot access local variable '${node.id}' where it is not associated with a value`, node, frame);
}
function freeFallback(node: Name, frame: Frame): Value {
	if (node.id === "__class__" && frame.definingClass !== null) return frame.definingClass;
	// A variable of the class body around, seen from that body.
	if (frame.isClass) {
		const own = frame.vars.get(node.id);
		if (own !== undefined) return own;
		const global = frame.globals.dict.get(node.id) ?? state.builtins.get(node.id);
		if (global !== undefined) return global;
	}
	return fail(
		"NameError",
		`cannot access free variable '${node.id}' where it is not associated with a value in enclosing scope`,
		node,
		frame,
	);
}
function fail(type: string, message: string, node: Name, frame: Frame): never {
	frame.node = node;
	const e = makeException(type, [message]);
	exceptionState(e).fields.set("name", node.id);
	throw new PyRaise(e);
}

/** Where a name is stored: the namespace that holds it. */
export function namespaceOf(node: Name, frame: Frame): Map<string, Value> {
	switch (node.scope) {
		case "local":
		case "class":
			return frame.vars;
		case "global":
			return frame.globals.dict;
		case "free":
			for (let s: Scope | null = frame.parent; s !== null; s = s.parent) if (ownsName(s, node.id)) return s.vars;
			return frame.globals.dict;
	}
}
function ownsName(scope: Scope, id: string): boolean {
	if (scope.vars.has(id)) return true;
	return (scope as Frame).scope?.locals.includes(id) ?? false;
}
