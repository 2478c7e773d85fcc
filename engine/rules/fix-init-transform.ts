/** A value computed from parameters in `__init__` and kept on self: move it into the method that uses it, or make it a property. */
import type { Edit, Fix } from "../report/report.ts";
import type { Source } from "../program.ts";
import { applyEdits } from "../text/edit.ts";
import { keptLocals, type Local } from "./kept-locals.ts";
import type { PathRun } from "./rule.ts";
import type { Attribute, ClassDef, Expr, FunctionDef, Span, Stmt } from "../syntax/nodes.ts";
import {
	attributeUses,
	firstArgument,
	fix,
	functionAround,
	indentOf,
	insert,
	lineEnd,
	lineStart,
	movable,
	removeStatement,
	replace,
	statementAt,
	statementsAround,
	textOf,
	walk,
} from "./edits.ts";
import { methodCall } from "./places.ts";

interface Stored {
	/** The statement, and the expression it stores. */
	assign: Stmt;
	value: Expr;
	attr: string;
	selfName: string;
	init: FunctionDef;
	cls: ClassDef;
	/** Local names the value is made of, which the object has to keep. */
	locals: Local[];
}

function stored(path: PathRun, source: Source, span: Span): Stored | null {
	const statement = statementAt(source, span);
	const init = functionAround(source, span);
	const cls = statementsAround(source, span).findLast((s): s is ClassDef => s.kind === "ClassDef");
	if (statement === null || init?.name !== "__init__" || cls === undefined) return null;
	const selfName = firstArgument(init);
	const kept = selfName === null ? null : (assigned(statement, selfName) ?? buffered(statement, selfName));
	if (selfName === null || kept === null) return null;
	const locals = movable(kept.value, selfName) ? [] : keptLocals(path, cls, kept.value, selfName);
	return locals === null ? null : { assign: statement, value: kept.value, attr: kept.attr, selfName, init, cls, locals };
}

/** `self.attr = value`. */
function assigned(s: Stmt, selfName: string): { attr: string; value: Expr } | null {
	if (s.kind !== "Assign" || s.targets.length !== 1) return null;
	const target = s.targets[0] as Attribute;
	return target.kind === "Attribute" && target.value.kind === "Name" && target.value.id === selfName
		? { attr: target.attr, value: s.value }
		: null;
}
/** `self.register_buffer("attr", value)`. */
function buffered(s: Stmt, selfName: string): { attr: string; value: Expr } | null {
	const call = methodCall(s, /^register_buffer$/);
	const [name, value] = call?.call.args ?? [];
	if (call === null || call.receiver.kind !== "Name" || call.receiver.id !== selfName || value === undefined) return null;
	return name?.kind === "Constant" && typeof name.value === "string" ? { attr: name.value, value } : null;
}

/** Fixes for a finding whose guilty place is a transform in `__init__`. */
export function initTransformFixes(path: PathRun, source: Source, span: Span): Fix[] {
	const s = stored(path, source, span);
	return s === null ? [] : transforms(source, s);
}
function transforms(source: Source, s: Stored): Fix[] {
	const methods = s.cls.body.filter((m): m is FunctionDef => m.kind === "FunctionDef" && m !== s.init);
	const users = methods.filter((m) => selfUses(m, s.attr).length > 0);
	const inInit = [...attributeUses(s.init, s.selfName, s.attr)].filter((u) => u.start < s.assign.start || u.end > s.assign.end).length;
	const outside = usesOutside(source, s);
	const out: Fix[] = [];
	if (users.length === 1 && inInit === 0 && !outside) out.push(intoMethod(source, s, users[0]!));
	out.push(asProperty(source, s));
	return out;
}
/** `self.w = nn.Parameter(f(self.a))`: the value is computed where it is used, without the Parameter around it. */
export function initParameterFixes(path: PathRun, source: Source, span: Span): Fix[] {
	const s = stored(path, source, span);
	if (s === null || s.value.kind !== "Call" || s.value.args.length !== 1) return [];
	return transforms(source, { ...s, value: s.value.args[0]! });
}
const selfOf = (m: FunctionDef): string => firstArgument(m) ?? "self";
const selfUses = (m: FunctionDef, attr: string): Span[] => [...attributeUses(m, selfOf(m), attr)];
/** `model.x` anywhere outside the class: then the attribute must stay readable. */
function usesOutside(source: Source, s: Stored): boolean {
	for (const n of walk(source.module)) {
		const a = n as { kind?: string; attr?: string };
		if (a.kind === "Attribute" && a.attr === s.attr && (n.start < s.cls.start || n.end > s.cls.end)) return true;
	}
	return false;
}

/** Removes the assignment; a comment on its line goes with it to the new place. */
function removal(source: Source, s: Stored): { edit: Edit; comment: string } {
	const comment = /\S.*$/.exec(source.text.slice(s.assign.end, lineEnd(source, s.assign.end)))?.[0] ?? "";
	const lines = s.locals.map(({ name, isTensor }) =>
		isTensor ? `${s.selfName}.register_buffer("${name}", ${name}, persistent=False)` : `${s.selfName}.${name} = ${name}`,
	);
	const edit =
		lines.length === 0
			? removeStatement(source, s.assign)
			: replace(source, { start: s.assign.start, end: lineEnd(source, s.assign.end) }, lines.join(`\n${indentOf(source, s.assign.start)}`));
	return { edit, comment: comment === "" ? "" : `  ${comment}` };
}
const moved = (source: Source, s: Stored, selfName: string): string => {
	const uses = s.locals
		.flatMap((l) => l.uses)
		.map((u) => ({ start: u.start - s.value.start, end: u.start - s.value.start, text: `${s.selfName}.` }));
	const text = applyEdits(textOf(source, s.value), uses)!;
	return selfName === s.selfName ? text : text.replaceAll(new RegExp(`\\b${s.selfName}\\b`, "g"), selfName);
};

function intoMethod(source: Source, s: Stored, m: FunctionDef): Fix {
	const first = m.docstring !== null && m.body.length > 1 ? m.body[1]! : m.body[0]!;
	const taken = new Set([...walk(m)].flatMap((n) => ("id" in n ? [n.id as string] : "name" in n ? [n.name as string] : [])));
	let local = s.attr.replace(/^_+/, "");
	while (taken.has(local)) local += "_";
	const { edit, comment } = removal(source, s);
	const at = lineStart(source, first.start);
	return fix(`Compute \`${s.attr}\` in \`${m.name}\``, "safe", [
		edit,
		insert(source, at, `${indentOf(source, first.start)}${local} = ${moved(source, s, selfOf(m))}${comment}\n`),
		...selfUses(m, s.attr).map((u) => replace(source, u, local)),
	]);
}

function asProperty(source: Source, s: Stored): Fix {
	const { edit, comment } = removal(source, s);
	const at = lineEnd(source, s.init.end);
	const i = indentOf(source, s.init.start);
	const step = indentOf(source, s.init.body[0]!.start).slice(i.length) || "    ";
	const body = `\n\n${i}@property\n${i}def ${s.attr}(self):\n${i}${step}return ${moved(source, s, "self")}${comment}`;
	// The removed assignment may be the constructor's last line: the property goes right behind what is left.
	return fix(
		`Make \`${s.attr}\` a property that is computed at every use`,
		"safe",
		edit.end > at ? [replace(source, { start: edit.start, end: edit.end }, `${body.slice(1)}\n`)] : [edit, insert(source, at, body)],
	);
}
