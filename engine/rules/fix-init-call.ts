/** A method that the constructor calls to compute something: `forward` calls it instead. */
import type { Fix } from "../report/report.ts";
import type { FunctionDef } from "../syntax/nodes.ts";
import type { Site } from "../values/value.ts";
import {
	classAround,
	firstArgument,
	fix,
	functionAround,
	indentOf,
	insert,
	lineStart,
	movable,
	removeStatement,
	statementAt,
	textOf,
} from "./edits.ts";
import { methodCall } from "./places.ts";

/** `self.build()` in `__init__`, which led to `made`, moves to the front of `forward`. */
export function builtInForward(made: Site): Fix[] {
	for (let s: Site | null = made; s !== null; s = s.caller) {
		if (!s.isUser) continue;
		const { source } = s;
		const init = functionAround(source, s.node);
		const statement = statementAt(source, s.node);
		const call = methodCall(statement, /^/);
		if (init?.name !== "__init__" || statement === null || call === null || s === made) continue;
		const own = firstArgument(init);
		const forward = classAround(source, init)?.body.find((m): m is FunctionDef => m.kind === "FunctionDef" && m.name === "forward");
		if (own === null || forward === undefined || call.receiver.kind !== "Name" || call.receiver.id !== own || !movable(call.call, own))
			return [];
		if (firstArgument(forward) !== own) return [];
		const first = forward.docstring !== null && forward.body.length > 1 ? forward.body[1]! : forward.body[0]!;
		const text = textOf(source, statement);
		return [
			fix(`Call \`${text}\` in \`forward\` instead`, "unsafe", [
				removeStatement(source, statement),
				insert(source, lineStart(source, first.start), `${indentOf(source, first.start)}${text}\n`),
			]),
		];
	}
	return [];
}
