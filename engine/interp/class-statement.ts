/** `class` statements: the body runs as a frame whose variables become the class's attributes. */
import type * as ast from "../syntax/nodes.ts";
import { raiseError } from "../values/exceptions.ts";
import { typeOf } from "../values/kinds.ts";
import { type Kwargs, Obj, PyBuiltin, PyClass, PyFunction, PyTuple, Unknown, type Value } from "../values/value.ts";
import { bindAttribute, tryAttr } from "./attributes.ts";
import { assignName } from "./assign.ts";
import { call, leaving } from "./calls.ts";
import { chooseMetaclass, makeClass } from "./classes.ts";
import { evaluate, evaluateItems } from "./evaluate.ts";
import { closureOf, Frame } from "./frame.ts";
import { decorate, qualify } from "./functions.ts";
import { execBlock } from "./statements.ts";
import { state } from "./state.ts";

export function defineClass(node: ast.ClassDef, frame: Frame): void {
	const decorators = node.decorators.map((d) => evaluate(d, frame));
	const given = evaluateItems(node.bases, frame);
	let metaclass: Value | null = null;
	let kw: Kwargs | null = null;
	for (const k of node.keywords) {
		const v = evaluate(k.value, frame);
		if (k.arg === "metaclass") metaclass = v;
		else if (k.arg !== null) (kw ??= new Map()).set(k.arg, v);
	}
	frame.node = node;
	const bases = replaceBases(given);
	const namespace = new Map<string, Value>();
	namespace.set("__module__", frame.globals.dict.get("__name__") ?? frame.globals.name);
	namespace.set("__qualname__", qualify(node.name, frame, node.target));
	if (node.docstring !== null) namespace.set("__doc__", node.docstring);
	if (bases !== given) namespace.set("__orig_bases__", new PyTuple(given));
	const body = new Frame(node.name, frame.globals, frame.source, namespace, closureOf(frame), node);
	body.isClass = true;
	body.definingClass = frame.definingClass;
	const meta = metaclass instanceof PyClass || metaclass === null ? chooseMetaclass(metaclass, bases) : null;
	if (meta !== null) prepare(meta, node.name, bases, kw, namespace);
	runBody(node, body, frame);
	frame.node = node;
	const made =
		meta !== null
			? makeClass(meta, node.name, bases, namespace, kw)
			: call(metaclass!, [node.name, new PyTuple(bases), dictOf(namespace)], kw);
	if (made instanceof PyClass && body.waiting !== null) for (const fn of body.waiting) fn.definingClass = made;
	assignName(node.target, decorate(made, decorators, node, frame), frame);
}

function dictOf(namespace: Map<string, Value>): Value {
	const d = call(state.builtins.get("dict")!, [], null);
	for (const [key, value] of namespace) call(tryAttr(d, "__setitem__")!, [key, value], null);
	return d;
}

/** What a metaclass's own `__prepare__` puts in first is kept; the mapping itself is not. */
function prepare(meta: PyClass, name: string, bases: Value[], kw: Kwargs | null, namespace: Map<string, Value>): void {
	// An attribute of the metaclass itself: a plain function there gets the name and the bases only.
	const hook = meta.lookup("__prepare__") === undefined ? undefined : tryAttr(meta, "__prepare__");
	if (hook === undefined) return;
	const made = call(hook, [name, new PyTuple(bases)], kw);
	if (!(made instanceof Obj) || !("entries" in made)) return;
	for (const [key, value] of (made.entries as Map<unknown, [Value, Value]>).values())
		if (typeof key === "string") namespace.set(key, value);
}

function runBody(node: ast.ClassDef, body: Frame, frame: Frame): void {
	body.caller = frame;
	state.frame = body;
	try {
		execBlock(node.body, body);
	} catch (e) {
		throw leaving(e, body);
	} finally {
		state.frame = frame;
		body.caller = null;
	}
}

/** `__mro_entries__` of bases that are not classes (`Generic[T]`, `NamedTuple`). */
function replaceBases(given: Value[]): Value[] {
	if (given.every((b) => b instanceof PyClass || b instanceof Unknown)) return given;
	const out: Value[] = [];
	for (const b of given) {
		if (b instanceof PyBuiltin) {
			// A class of a library that we have as a function only.
			out.push(new Unknown(`\`${b.name}\` is not modelled as a class`));
			continue;
		}
		if (b instanceof PyClass || b instanceof Unknown) {
			out.push(b);
			continue;
		}
		const hook = typeOf(b).lookup("__mro_entries__");
		if (hook === undefined) {
			if (b instanceof PyFunction) raiseError("TypeError", "function() argument 'code' must be code, not str");
			if (typeof b === "string" || typeof b === "number")
				raiseError("TypeError", `${typeOf(b).name}() takes at most 2 arguments (3 given)`);
			out.push(b);
			continue;
		}
		const entries = call(bindAttribute(hook, b, typeOf(b)), [new PyTuple(given)], null);
		if (entries instanceof PyTuple) out.push(...entries.items);
	}
	return out;
}
