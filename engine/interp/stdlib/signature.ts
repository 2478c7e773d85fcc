/** Binds arguments with the errors of a Python function: for the `__init__` of dataclasses and other generated callables. */
import { raiseError } from "../../values/exceptions.ts";
import type { Kwargs, Value } from "../../values/value.ts";

export interface Parameter {
	name: string;
	isKeywordOnly: boolean;
	hasDefault: boolean;
}

/** Python's listing of names in an error: `'a', 'b', and 'c'`. */
export function listNames(names: string[]): string {
	const q = names.map((n) => `'${n}'`);
	return q.length < 3 ? q.join(" and ") : `${q.slice(0, -1).join(", ")}, and ${q[q.length - 1]}`;
}
/** Values by parameter; absent where the default applies. `offset` counts self. */
export function bindParameters(
	fname: string,
	parameters: readonly Parameter[],
	args: Value[],
	kw: Kwargs | null,
	offset = 1,
): Map<string, Value> {
	const out = new Map<string, Value>();
	const positional = parameters.filter((p) => !p.isKeywordOnly);
	for (let i = 0; i < args.length && i < positional.length; i++) out.set(positional[i]!.name, args[i]!);
	for (const [name, v] of kw ?? []) {
		if (!parameters.some((p) => p.name === name)) raiseError("TypeError", `${fname}() got an unexpected keyword argument '${name}'`);
		if (out.has(name)) raiseError("TypeError", `${fname}() got multiple values for argument '${name}'`);
		out.set(name, v);
	}
	if (args.length > positional.length) {
		const least = positional.filter((p) => !p.hasDefault).length + offset;
		const most = positional.length + offset;
		const given = args.length + offset;
		raiseError(
			"TypeError",
			`${fname}() takes ${least === most ? most : `from ${least} to ${most}`} positional argument${most === 1 ? "" : "s"} but ${given} ${given === 1 ? "was" : "were"} given`,
		);
	}
	for (const only of [false, true]) {
		const missing = parameters.filter((p) => p.isKeywordOnly === only && !p.hasDefault && !out.has(p.name)).map((p) => p.name);
		if (missing.length > 0)
			raiseError(
				"TypeError",
				`${fname}() missing ${missing.length} required ${only ? "keyword-only" : "positional"} argument${missing.length === 1 ? "" : "s"}: ${listNames(missing)}`,
			);
	}
	return out;
}
