/** The `builtins` module: every name a program finds without importing. */
import "../values/types/index.ts";
import { exceptionClasses } from "../values/exceptions.ts";
import { native } from "../values/native.ts";
import { enumerateClass, filterClass, mapClass, reversedClass, zipClass } from "../values/types/iterators.ts";
import { bytearrayClass, memoryviewClass } from "../values/types/bytes.ts";
import {
	boolClass,
	bytesClass,
	classmethodClass,
	complexClass,
	dictClass,
	Ellipsis,
	floatClass,
	frozensetClass,
	intClass,
	listClass,
	NotImplemented,
	objectClass,
	type PyBuiltin,
	propertyClass,
	rangeClass,
	setClass,
	sliceClass,
	staticmethodClass,
	strClass,
	superClass,
	tupleClass,
	typeClass,
	Unknown,
	type Value,
} from "../values/value.ts";
import * as dynamic from "./builtins/dynamic.ts";
import * as introspection from "./builtins/introspection.ts";
import * as numeric from "./builtins/numeric.ts";
import * as output from "./builtins/output.ts";
import { startPath } from "./builtins/resets.ts";
import * as sequences from "./builtins/sequences.ts";
import "./builtins/super.ts";
import "./stdlib/index.ts";

const classes = [
	boolClass,
	bytearrayClass,
	bytesClass,
	classmethodClass,
	complexClass,
	dictClass,
	enumerateClass,
	filterClass,
	floatClass,
	frozensetClass,
	intClass,
	listClass,
	mapClass,
	memoryviewClass,
	objectClass,
	propertyClass,
	rangeClass,
	reversedClass,
	setClass,
	sliceClass,
	staticmethodClass,
	strClass,
	superClass,
	tupleClass,
	typeClass,
	zipClass,
];
const functions: Record<string, PyBuiltin> = {
	...introspection.table,
	abs: numeric.abs,
	bin: numeric.bin,
	chr: numeric.chr,
	divmod: numeric.divmod,
	hex: numeric.hex,
	max: numeric.max,
	min: numeric.min,
	oct: numeric.oct,
	ord: numeric.ord,
	pow: numeric.pow,
	round: numeric.round,
	sum: numeric.sum,
	all: sequences.all,
	any: sequences.any,
	iter: sequences.iter,
	len: sequences.len,
	next: sequences.next,
	sorted: sequences.sorted,
	input: output.input,
	open: output.open,
	print: output.print,
	breakpoint: dynamic.breakpoint,
	compile: dynamic.compile,
	eval: dynamic.evaluate,
	exec: dynamic.exec,
	globals: dynamic.globals,
	locals: dynamic.locals,
	__import__: dynamic.importFunction,
	exit: native("exit", "! code?", (code?: Value) => introspection.exit(code)),
	quit: native("quit", "! code?", (code?: Value) => introspection.exit(code)),
	aiter: native("aiter", "! iterable", (v: Value) => new Unknown(v instanceof Unknown ? v.why : "asynchronous iteration is not modelled")),
	anext: native("anext", "! iterator default?", () => new Unknown("asynchronous iteration is not modelled")),
};

/** A fresh name space, asked for at the start of every path: programs may add to it. */
export function builtinNamespace(): Map<string, Value> {
	startPath();
	const out = new Map<string, Value>();
	for (const cls of classes) out.set(cls.name, cls);
	for (const [name, cls] of exceptionClasses) out.set(name, cls);
	out.set("EnvironmentError", exceptionClasses.get("OSError")!).set("IOError", exceptionClasses.get("OSError")!);
	for (const [name, fn] of Object.entries(functions)) out.set(name, fn);
	out.set("NotImplemented", NotImplemented).set("Ellipsis", Ellipsis).set("__debug__", true).set("__name__", "builtins");
	return out;
}
