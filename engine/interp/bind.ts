/** From arguments to parameters, with CPython's rules and its exact TypeError texts. */
import type { Arg, FunctionDef, Lambda, Stmt, Expr } from "../syntax/nodes.ts";
import { makeDict } from "../values/dict.ts";
import { raiseError } from "../values/exceptions.ts";
import { raiseMissing } from "../values/signature.ts";
import { type Kwargs, PyDict, type PyFunction, PyTuple, Unknown, type Value } from "../values/value.ts";

/** What is worked out about a function's definition once. */
export interface Code {
	/** Positional parameters in order (positional-only ones first). */
	names: string[];
	posonly: number;
	vararg: string | null;
	kwonly: string[];
	kwarg: string | null;
	isGenerator: boolean;
	isAsync: boolean;
	/** Only plain positional parameters. */
	simple: boolean;
	body: Stmt[] | null;
	expression: Expr | null;
	/** Calls under way: recursion with unknown arguments is cut short. */
	active: number;
}

const codes = new WeakMap<FunctionDef | Lambda, Code>();
export function codeOf(fn: PyFunction): Code {
	if (fn.code !== null) return fn.code as Code;
	let code = codes.get(fn.def);
	if (code === undefined) {
		const { args, scope } = fn.def;
		const name = (a: Arg): string => a.name;
		code = {
			names: [...args.posonly, ...args.args].map(name),
			posonly: args.posonly.length,
			vararg: args.vararg?.name ?? null,
			kwonly: args.kwonly.map(name),
			kwarg: args.kwarg?.name ?? null,
			isGenerator: scope.isGenerator,
			isAsync: scope.isAsync,
			simple: args.vararg === null && args.kwarg === null && args.kwonly.length === 0,
			body: fn.def.kind === "FunctionDef" ? fn.def.body : null,
			expression: fn.def.kind === "Lambda" ? fn.def.body : null,
			active: 0,
		};
		codes.set(fn.def, code);
	}
	fn.code = code;
	return code;
}

/** Marks arguments that came from `*unknown` (last positional) or `**unknown` (under this name). */
export const UNKNOWN_STAR = "**";
export class StarUnknown extends Unknown {}

export function bindArguments(fn: PyFunction, code: Code, args: Value[], kw: Kwargs | null): Map<string, Value> {
	const vars = new Map<string, Value>();
	const { names } = code;
	const given = args.length;
	if (kw === null && given === names.length && code.simple) {
		for (let i = 0; i < given; i++) vars.set(names[i]!, args[i]!);
		return vars;
	}
	return bindSlow(fn, code, args, kw, vars);
}

function bindSlow(fn: PyFunction, code: Code, args: Value[], kw: Kwargs | null, vars: Map<string, Value>): Map<string, Value> {
	const { names } = code;
	let unknownRest: Unknown | null = null;
	if (args.length > 0 && args[args.length - 1] instanceof StarUnknown) {
		unknownRest = args[args.length - 1] as Unknown;
		args = args.slice(0, -1);
	}
	let unknownKeywords: Unknown | null = null;
	if (kw?.has(UNKNOWN_STAR)) {
		unknownKeywords = kw.get(UNKNOWN_STAR) as Unknown;
		kw = new Map(kw);
		kw.delete(UNKNOWN_STAR);
	}
	const count = names.length;
	const positional = Math.min(args.length, count);
	for (let i = 0; i < positional; i++) vars.set(names[i]!, args[i]!);
	let rest: Value[] | null = null;
	if (args.length > count) rest = args.slice(count);
	let extra: Map<string, Value> | null = null;
	if (kw !== null) {
		let wrong: string[] | null = null;
		for (const [name, value] of kw) {
			const at = names.indexOf(name);
			if (at >= code.posonly || code.kwonly.includes(name)) {
				if (vars.has(name)) raiseError("TypeError", `${fn.qualname}() got multiple values for argument '${name}'`);
				vars.set(name, value);
			} else if (code.kwarg !== null) (extra ??= new Map()).set(name, value);
			else if (at >= 0) (wrong ??= []).push(name);
			else raiseError("TypeError", `${fn.qualname}() got an unexpected keyword argument '${name}'`);
		}
		if (wrong !== null)
			raiseError("TypeError", `${fn.qualname}() got some positional-only arguments passed as keyword arguments: '${wrong.join(", ")}'`);
	}
	if (rest !== null && code.vararg === null) tooMany(fn, code, args.length, vars);
	fillDefaults(fn, code, vars, unknownRest ?? unknownKeywords, unknownKeywords);
	if (code.vararg !== null) vars.set(code.vararg, unknownRest !== null ? new Unknown(unknownRest.why) : new PyTuple(rest ?? []));
	if (code.kwarg !== null) {
		const d = extra === null ? new PyDict() : makeDict(extra);
		if (unknownKeywords !== null) d.hasUnknownKeys = true;
		vars.set(code.kwarg, unknownKeywords !== null && extra === null ? new Unknown(unknownKeywords.why) : d);
	}
	return vars;
}

function fillDefaults(fn: PyFunction, code: Code, vars: Map<string, Value>, rest: Unknown | null, keywords: Unknown | null): void {
	const { names, kwonly } = code;
	let missing: string[] | null = null;
	for (let i = 0; i < names.length; i++) {
		const name = names[i]!;
		if (vars.has(name)) continue;
		const value = rest !== null ? new Unknown(rest.why) : fn.defaults[i];
		if (value === undefined) (missing ??= []).push(name);
		else vars.set(name, value);
	}
	if (missing !== null) raiseMissing(fn.qualname, missing);
	for (let i = 0; i < kwonly.length; i++) {
		const name = kwonly[i]!;
		if (vars.has(name)) continue;
		const value = keywords !== null ? new Unknown(keywords.why) : fn.defaults[names.length + i];
		if (value === undefined) (missing ??= []).push(name);
		else vars.set(name, value);
	}
	if (missing !== null) raiseMissing(fn.qualname, missing, "keyword-only");
}

function tooMany(fn: PyFunction, code: Code, given: number, vars: Map<string, Value>): never {
	const count = code.names.length;
	let defaults = 0;
	for (let i = 0; i < count; i++) if (fn.defaults[i] !== undefined) defaults++;
	const takes = defaults > 0 ? `from ${count - defaults} to ${count}` : `${count}`;
	const plural = defaults > 0 || count !== 1 ? "s" : "";
	const keywordOnly = code.kwonly.filter((name) => vars.has(name)).length;
	const was =
		keywordOnly > 0
			? `${given} positional argument${given === 1 ? "" : "s"} (and ${keywordOnly} keyword-only argument${keywordOnly === 1 ? "" : "s"}) were given`
			: `${given} ${given === 1 ? "was" : "were"} given`;
	raiseError("TypeError", `${fn.qualname}() takes ${takes} positional argument${plural} but ${was}`);
}
