/** Frames as objects (`sys._getframe`, `inspect.currentframe`): who called, where, with which names. What a path holds on to is a view. */
import { raiseError } from "../../values/exceptions.ts";
import { rt } from "../../values/runtime.ts";
import { codeClass } from "../../values/types/function.ts";
import { dictOver } from "../../values/types/dict-views.ts";
import { builtinClass, NativeProperty, objectClass, PyFunction, type PyInstance, Unknown, type Value } from "../../values/value.ts";
import { type Frame, lineOf } from "../frame.ts";
import { state } from "../state.ts";
import { instance, integer, list, type Library, stateOf, tuple } from "./kit.ts";

/** Of a function: as they are now, with what it closes over. */
function namesOf(frame: Frame): Value {
	if (!frame.isFunction) return dictOver(frame.vars);
	const names = new Map(frame.vars);
	const scope = frame.fn?.def.scope;
	for (const name of scope?.free ?? [])
		for (let outer = frame.parent; outer !== null; outer = outer.parent)
			if (outer.vars.has(name) && !names.has(name)) names.set(name, outer.vars.get(name)!);
	if (scope?.usesClassCell === true && frame.definingClass !== null) names.set("__class__", frame.definingClass);
	return dictOver(names);
}
/** What CPython reads off a frame object. */
const FIELDS: Record<string, (frame: Frame) => Value> = {
	f_back: (frame) => frame.caller && frameObject(frame.caller),
	f_locals: (frame) => namesOf(frame),
	f_globals: (frame) => dictOver(frame.globals.dict),
	f_builtins: () => dictOver(state.builtins),
	f_lineno: (frame) => lineOf(frame.site()),
	f_code: (frame) => codeObject(frame),
	f_trace: () => null,
};
export const frameClass = builtinClass("frame", [objectClass]);
for (const [name, read] of Object.entries(FIELDS))
	frameClass.set(name, new NativeProperty(name, (self: Value) => read(stateOf<Frame>(self))));
const objects = new WeakMap<Frame, PyInstance>();

function frameObject(frame: Frame): PyInstance {
	let made = objects.get(frame);
	if (made === undefined) objects.set(frame, (made = instance(frameClass, frame)));
	return made;
}
function codeObject(frame: Frame): PyInstance {
	const out = instance(codeClass);
	const args = argumentsOf(frame);
	out.dict
		.set("co_name", frame.name)
		.set("co_qualname", frame.fn?.qualname ?? frame.name)
		.set("co_filename", frame.source.path);
	out.dict.set("co_varnames", tuple([...new Set([...(args?.names ?? []), ...frame.vars.keys()])]));
	out.dict.set("co_argcount", args?.positional ?? 0);
	out.dict.set("co_firstlineno", frame.fn === null ? 1 : lineOf({ ...frame.site(), node: frame.fn.def }));
	return out;
}
function argumentsOf(frame: Frame): { names: string[]; positional: number; rest: string | null; keywords: string | null } | null {
	if (!(frame.fn instanceof PyFunction)) return null;
	const { args } = frame.fn.def;
	const positional = [...args.posonly, ...args.args].map((a) => a.name);
	return {
		names: [...positional, ...args.kwonly.map((a) => a.name)],
		positional: positional.length,
		rest: args.vararg?.name ?? null,
		keywords: args.kwarg?.name ?? null,
	};
}

/** The frame `depth` calls out from the one that asks. */
function frameAt(depth: number): Value {
	let frame = state.frame;
	for (let i = 0; i < depth && frame !== null; i++) frame = frame.caller;
	return frame === null ? raiseError("ValueError", "call stack is not deep enough") : frameObject(frame);
}
const frameOf = (v: Value): Frame | null =>
	v !== null && typeof v === "object" && "native" in v && objects.get(stateOf<Frame>(v)) === v ? stateOf<Frame>(v) : null;

export function addSysFrames(m: Library): void {
	m.fn("_getframe", "! depth?", (depth?: Value) => frameAt(depth === undefined ? 0 : integer(depth)));
}
export function addInspectFrames(m: Library): void {
	const named = (name: string, fields: string): Value => rt.call(rt.getAttr(rt.importModule("collections"), "namedtuple"), [name, fields]);
	const argInfo = named("ArgInfo", "args varargs keywords locals");
	const place = named("Traceback", "filename lineno function code_context index");
	m.fn("currentframe", "", () => frameAt(0));
	m.fn("isframe", "! v", (v: Value) => frameOf(v) !== null);
	m.fn("getargvalues", "! .frame", (v: Value) => {
		const frame = frameOf(v);
		if (frame === null) return new Unknown("a frame that is not known");
		const args = argumentsOf(frame);
		return rt.call(argInfo, [list(args?.names ?? []), args?.rest ?? null, args?.keywords ?? null, namesOf(frame)]);
	});
	m.fn("getframeinfo", "! .frame .context?", (v: Value) => {
		const frame = frameOf(v);
		if (frame === null) return new Unknown("a frame that is not known");
		const line = lineOf(frame.site());
		return rt.call(place, [frame.source.path, line, frame.name, list([`${frame.source.text.split("\n")[line - 1] ?? ""}\n`]), 0]);
	});
}
