/** Statements outside generators: each returns how it ended. */
import type * as ast from "../syntax/nodes.ts";
import { makeException } from "../values/exceptions.ts";
import { PyRaise, type Unknown, type Value } from "../values/value.ts";
import { assign, augmented, deleteTarget } from "./assign.ts";
import { mayConstruct } from "./calls.ts";
import { defineClass } from "./class-statement.ts";
import { evaluate, openTest, test } from "./evaluate.ts";
import { raiseStatement, execTry } from "./exceptions.ts";
import type { Frame } from "./frame.ts";
import { annotationValue, defineFunction } from "./functions.ts";
import { execImport, execImportFrom } from "./imports.ts";
import { execFor, execWhile } from "./loops.ts";
import { matchCase } from "./patterns.ts";
import { recordLimit } from "./record.ts";
import { checkBudget, state } from "./state.ts";
import { execWith } from "./with.ts";
import { assume, decided } from "./truth.ts";
import { rt } from "../values/runtime.ts";

export const NORMAL = 0;
export const BREAK = 1;
export const CONTINUE = 2;
/** The value is in `frame.returned`. */
export const RETURN = 3;
export type Completion = 0 | 1 | 2 | 3;

export function execBlock(body: ast.Stmt[], frame: Frame): Completion {
	for (let i = 0; i < body.length; i++) {
		const c = execStatement(body[i]!, frame);
		if (c !== NORMAL) return c;
	}
	return NORMAL;
}

export function execStatement(node: ast.Stmt, frame: Frame): Completion {
	if (++state.steps >= state.nextCheck) checkBudget();
	frame.node = node;
	switch (node.kind) {
		case "Expr":
			evaluate(node.value, frame);
			return NORMAL;
		case "Assign":
			execAssign(node, frame);
			return NORMAL;
		case "If":
			return execBlock((isGuard(node, frame) ? !holds(node.test, false, frame) : !test(node.test, frame)) ? node.orelse : node.body, frame);
		case "Return":
			frame.returned = node.value === null ? null : evaluate(node.value, frame);
			return RETURN;
		case "For":
			return execFor(node, frame);
		case "AugAssign":
			augmented(node, frame);
			return NORMAL;
		case "While":
			return execWhile(node, frame);
		case "With":
			return execWith(node, 0, frame);
		case "Try":
			return execTry(node, frame);
		case "Pass":
			return NORMAL;
		case "Break":
			return BREAK;
		case "Continue":
			return CONTINUE;
		case "Raise":
			return raiseStatement(node, frame);
		case "Match":
			return execMatch(node, frame);
		default:
			execRest(node, frame);
			return NORMAL;
	}
}

function execRest(node: ast.Stmt, frame: Frame): void {
	switch (node.kind) {
		case "FunctionDef":
			defineFunction(node, frame);
			return;
		case "ClassDef":
			defineClass(node, frame);
			return;
		case "AnnAssign":
			annotatedAssign(node, frame);
			return;
		case "Import":
			execImport(node, frame);
			return;
		case "ImportFrom":
			execImportFrom(node, frame);
			return;
		case "Assert":
			execAssert(node, frame);
			return;
		case "Delete":
			for (const t of node.targets) deleteTarget(t, frame);
			return;
		case "TypeAlias":
			assign(node.name, evaluate(node.value, frame), frame);
			return;
		case "Gap":
			if (frame.isUser) recordLimit("syntax", "this is no statement", node);
			for (const value of frame.vars.values()) mayConstruct(value);
			return;
		default:
	}
}

function execAssign(node: ast.Assign, frame: Frame): void {
	const v = evaluate(node.value, frame);
	const { targets } = node;
	for (let i = 0; i < targets.length; i++) assign(targets[i]!, v, frame);
}

export function annotatedAssign(node: ast.AnnAssign, frame: Frame): void {
	const { target } = node;
	if (node.value !== null) assign(target, evaluate(node.value, frame), frame);
	else if (target.kind === "Attribute" && !frame.isFunction) evaluate(target.value, frame);
	// Annotations of local variables are not evaluated.
	if (frame.isFunction || target.kind !== "Name") return;
	const annotation = annotationValue(node.annotation, frame);
	const space = frame.vars;
	let annotations = space.get("__annotations__");
	if (annotations === undefined) {
		annotations = rt.call(state.builtins.get("dict")!, []);
		space.set("__annotations__", annotations);
	}
	rt.setItem(annotations, target.id, annotation);
}

/** A condition that stands for "all is well" (or, with `usual` false, "something is wrong"): not known, it is taken as usual, and no path is spent on the complaint. */
function holds(condition: ast.Expr, usual: boolean, frame: Frame): boolean {
	if (condition.kind === "UnaryOp" && condition.op === "not") return !holds(condition.operand, !usual, frame);
	if (condition.kind === "BoolOp") {
		const isAnd = condition.op === "and";
		// Where all parts have to be as usual, each is; where one suffices, nobody knows which, and none is pinned.
		if (isAnd === usual) return isAnd === condition.values.every((part) => holds(part, usual, frame) === isAnd);
		let open = false;
		for (const part of condition.values) {
			const known = answer(openTest(part, frame));
			if (known === usual) return usual;
			open ||= known === null;
		}
		return open ? usual : !usual;
	}
	const v = openTest(condition, frame);
	const known = answer(v);
	if (known !== null) return known;
	assume(v as Unknown, usual);
	return usual;
}
const answer = (v: boolean | Unknown): boolean | null => (typeof v === "boolean" ? v : decided(v));

/** `if wrong: raise ...`; in our own Python whatever ends in a complaint. */
export function isGuard(node: ast.If, frame: Frame): boolean {
	const last = node.body[node.body.length - 1]!;
	if (frame.isUser) return node.body.length === 1 && last.kind === "Raise" && node.orelse.length === 0;
	return (
		last.kind === "Raise" ||
		(last.kind === "Expr" && last.value.kind === "Call" && last.value.func.kind === "Attribute" && last.value.func.attr === "fail")
	);
}

function execAssert(node: ast.Assert, frame: Frame): void {
	if (holds(node.test, true, frame)) return;
	const args: Value[] = node.msg === null ? [] : [evaluate(node.msg, frame)];
	frame.node = node;
	throw new PyRaise(makeException("AssertionError", args));
}

function execMatch(node: ast.Match, frame: Frame): Completion {
	const subject = evaluate(node.subject, frame);
	for (const c of node.cases) {
		if (matchCase(c, subject, frame)) return execBlock(c.body, frame);
	}
	return NORMAL;
}
