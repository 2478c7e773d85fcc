/** Code the program makes while it runs: texts given to `exec`, `eval` and `compile`, parsed and run like a module's body. */
import type { Source } from "../program.ts";
import { makeException } from "../values/exceptions.ts";
import { codeClass } from "../values/types/function.ts";
import { PyInstance, PyModule, PyRaise, PyTuple, Unknown, type Value } from "../values/value.ts";
import { leaving } from "./calls.ts";
import { evaluate } from "./evaluate.ts";
import { Frame } from "./frame.ts";
import { preludeSources } from "./modules.ts";
import { lowerText } from "./prelude.ts";
import { execBlock } from "./statements.ts";
import { state } from "./state.ts";
import { type SyntaxProblem, syntaxProblem } from "./syntax-errors.ts";

export type Mode = "exec" | "eval" | "single";

/** A code object that knows its text. */
export class TextCode extends PyInstance {
	readonly source: Source;
	readonly mode: Mode;
	constructor(source: Source, mode: Mode) {
		super(codeClass);
		this.source = source;
		this.mode = mode;
		this.dict.set("co_name", "<module>").set("co_filename", source.path).set("co_firstlineno", 1);
	}
}

/** Null when there is no parser to ask. */
export function compileText(text: string, path: string, mode: Mode): TextCode | null {
	const code = mode === "eval" ? text.replace(/^[ \t]+/, "") : text;
	const module = lowerText(code);
	if (module === null) return null;
	const source: Source = { path, text: code, module };
	const problem = syntaxProblem(source);
	if (problem !== null) refuse(problem, path);
	if (mode === "eval" && (module.body.length !== 1 || module.body[0]!.kind !== "Expr"))
		refuse({ type: "SyntaxError", message: "invalid syntax", line: 1 }, path);
	// Tracebacks end in the file that asked for it; there is no line to show of a text like this.
	preludeSources.add(source);
	return new TextCode(source, mode);
}

function refuse({ type, message, line }: SyntaxProblem, path: string): never {
	const place = [path, line, new Unknown("the column of a syntax error is not modelled"), null];
	throw new PyRaise(makeException(type, [message, new PyTuple(place)]));
}

/** Runs it over a name space, that of its caller or another; the value of an expression, None for statements. */
export function runText({ source, mode }: TextCode, names: Map<string, Value>, isCallers: boolean): Value {
	const caller = state.frame;
	const name = names.get("__name__");
	// A module object of its own, because functions take their source from it; the names are shared.
	const space = new PyModule(typeof name === "string" ? name : "builtins", source);
	space.dict = names;
	if (caller !== null && isCallers) space.missing = caller.globals.missing;
	const { body } = source.module;
	const frame = new Frame("<module>", space, source, names, null, body[0] ?? { start: 0, end: 0 });
	frame.caller = caller;
	state.frame = frame;
	try {
		const only = body[0];
		if (mode === "eval" && only?.kind === "Expr") return evaluate(only.value, frame);
		execBlock(body, frame);
		return null;
	} catch (e) {
		throw leaving(e, frame);
	} finally {
		state.frame = caller;
		frame.caller = null;
	}
}
