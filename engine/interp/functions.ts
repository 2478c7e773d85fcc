/** Function objects: defaults, closures, `__class__` cells, decorators. */
import type * as ast from "../syntax/nodes.ts";
import { PyFunction, type PyModule, type Value } from "../values/value.ts";
import { assignName } from "./assign.ts";
import { call } from "./calls.ts";
import { evaluate } from "./evaluate.ts";
import { closureOf, type Frame } from "./frame.ts";
import { state } from "./state.ts";

/** Modules that begin with `from __future__ import annotations`. */
export const lazyModules: WeakSet<PyModule> = new WeakSet();

/** `__qualname__` of something defined in this frame. */
export function qualify(name: string, frame: Frame, target: ast.Name | null): string {
	if (target?.scope === "global" && (frame.isFunction || frame.isClass)) return name;
	if (frame.isClass) return `${frame.vars.get("__qualname__") as string}.${name}`;
	if (frame.isFunction) return `${frame.fn?.qualname ?? frame.name}.<locals>.${name}`;
	return name;
}

function make(name: string, node: ast.FunctionDef | ast.Lambda, frame: Frame, target: ast.Name | null): PyFunction {
	const { args } = node;
	const defaults: (Value | undefined)[] = [];
	for (const a of args.posonly) defaults.push(a.default === null ? undefined : evaluate(a.default, frame));
	for (const a of args.args) defaults.push(a.default === null ? undefined : evaluate(a.default, frame));
	for (const a of args.kwonly) defaults.push(a.default === null ? undefined : evaluate(a.default, frame));
	const fn = new PyFunction(name, node, closureOf(frame), frame.globals, defaults);
	fn.qualname = qualify(name, frame, target);
	fn.definingClass = frame.definingClass;
	if (frame.isClass && node.scope.usesClassCell) (frame.waiting ??= []).push(fn);
	if (state.onFunction !== null && frame.isUser && node.kind === "FunctionDef") state.onFunction(fn);
	return fn;
}

export function makeLambda(node: ast.Lambda, frame: Frame): PyFunction {
	return make("<lambda>", node, frame, null);
}

export function defineFunction(node: ast.FunctionDef, frame: Frame): void {
	const decorators = node.decorators.map((d) => evaluate(d, frame));
	const fn = make(node.name, node, frame, node.target);
	fn.annotations = annotationsOf(node, frame);
	assignName(node.target, decorate(fn, decorators, node, frame), frame);
}
export function decorate(value: Value, decorators: Value[], node: ast.FunctionDef | ast.ClassDef, frame: Frame): Value {
	let v = value;
	for (let i = decorators.length - 1; i >= 0; i--) {
		frame.node = node.decorators[i]!;
		v = call(decorators[i]!, [v], null);
	}
	return v;
}

/** Evaluated like CPython does, so that a missing name raises; kept for `typing.get_type_hints`, dataclasses and harnesses. */
function annotationsOf(node: ast.FunctionDef, frame: Frame): Map<string, Value> | null {
	const { args } = node;
	let out: Map<string, Value> | null = null;
	const add = (name: string, annotation: ast.Expr | null): void => {
		if (annotation !== null) (out ??= new Map()).set(name, annotationValue(annotation, frame));
	};
	for (const a of args.posonly) add(a.name, a.annotation);
	for (const a of args.args) add(a.name, a.annotation);
	if (args.vararg !== null) add(args.vararg.name, args.vararg.annotation);
	for (const a of args.kwonly) add(a.name, a.annotation);
	if (args.kwarg !== null) add(args.kwarg.name, args.kwarg.annotation);
	add("return", node.returns);
	return out;
}
/** Under `from __future__ import annotations` the source text stands for the value. */
export function annotationValue(annotation: ast.Expr, frame: Frame): Value {
	if (lazyModules.has(frame.globals)) return frame.source.text.slice(annotation.start, annotation.end);
	return evaluate(annotation, frame);
}
