/** The interpreter as native code sees it. */
import { exceptionClasses, makeException, raiseError } from "../values/exceptions.ts";
import { formatValue, reprText, strText } from "../values/format.ts";
import { typeOf } from "../values/kinds.ts";
import { binary, compare, equals } from "../values/operators.ts";
import { installRuntime, type FrameView, type Runtime } from "../values/runtime.ts";
import { getItem, setItem } from "../values/subscript.ts";
import { strValue } from "../values/text.ts";
import { type PyClass, type PyInstance, PyModule, PyRaise, type Scope, Unknown, type Value } from "../values/value.ts";
import { delAttr, genericDelAttr, genericGetAttr, genericSetAttr, getAttr, installObjectProtocol, setAttr, tryAttr } from "./attributes.ts";
import { asRaise, call } from "./calls.ts";
import { installClassProtocol, instantiate, makeClass } from "./classes.ts";
import { codeOf } from "./bind.ts";
import { importModule } from "./imports.ts";
import { allItems, iterateCounted } from "./iterate.ts";
import { decide } from "./paths.ts";
import { recordLimit } from "./record.ts";
import { state } from "./state.ts";
import { truth } from "./truth.ts";
import { warn } from "./warnings.ts";

const noModule = new PyModule("__main__", null);

function frameView(): FrameView {
	const frame = state.frame;
	if (frame === null) return { locals: new Map(), globals: noModule, definingClass: null, self: undefined };
	let self: Value | undefined;
	if (frame.fn !== null) {
		const code = codeOf(frame.fn);
		const first = code.names[0] ?? code.vararg;
		for (let s: Scope | null = frame; first !== null && first !== undefined && s !== null && self === undefined; s = s.parent)
			self = s.vars.get(first);
	}
	return {
		// A function's `locals()` is a snapshot.
		get locals() {
			return frame.isFunction ? new Map([...frame.vars].filter(([name]) => !name.startsWith("$"))) : frame.vars;
		},
		globals: frame.globals,
		definingClass: frame.definingClass,
		self,
	};
}

const runtime: Runtime = {
	call: (callee, args, kw = null) => call(callee, args, kw),
	getAttr,
	findAttr: tryAttr,
	setAttr,
	delAttr,
	typeOf,
	isInstance: (o, cls) => typeOf(o).isSubclassOf(cls),
	truth,
	iterate: iterateCounted,
	items: allItems,
	repr: reprText,
	str: strText,
	format: formatValue,
	binary,
	compare,
	equals,
	getItem,
	setItem,
	raise: (type, message, ...more) => raiseError(type, message, ...more),
	raiseClass: (cls, args) => {
		const made = call(cls, args, null);
		if (made instanceof Unknown) throw new PyRaise(makeException("Exception", args));
		throw new PyRaise(made as PyInstance);
	},
	exceptionClass: (name) => exceptionClasses.get(name)!,
	warn: (category, message, stacklevel = 1) => {
		const cls: PyClass = exceptionClasses.get(category) ?? exceptionClasses.get("UserWarning")!;
		if (warn(cls, message, stacklevel) === "error") throw new PyRaise(makeException(cls, [strValue(message)]));
	},
	write: (text) => {
		state.output.push(text);
	},
	importModule,
	site: () => state.frame!.site(),
	limit: (kind, what) => recordLimit(kind, what),
	decide,
	asRaise,
	frame: frameView,
	makeClass,
	instantiate,
	genericGetAttr,
	genericSetAttr,
	genericDelAttr,
};

let installed = false;
/** Makes this interpreter the one native code talks to; the first time it also completes `object` and `type`. */
export function useRuntime(): void {
	installRuntime(runtime);
	if (installed) return;
	installed = true;
	installObjectProtocol();
	installClassProtocol();
}
