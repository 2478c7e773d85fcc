/** Binds arguments with the errors of a Python function: for layers, dataclasses and other callables whose parameters are data. */
import { raiseError } from "./exceptions.ts";
import type { Kwargs, Value } from "./value.ts";

export interface Parameter {
	name: string;
	isKeywordOnly: boolean;
	hasDefault: boolean;
}

/** Raises for parameters that nothing was given for: `f() missing 3 required positional arguments: 'a', 'b', and 'c'`. */
export function raiseMissing(fname: string, names: readonly string[], kind: "positional" | "keyword-only" = "positional"): never {
	const quoted = names.map((name) => `'${name}'`);
	const listed = quoted.length < 3 ? quoted.join(" and ") : `${quoted.slice(0, -1).join(", ")}, and ${quoted.at(-1)}`;
	return raiseError("TypeError", `${fname}() missing ${names.length} required ${kind} argument${names.length === 1 ? "" : "s"}: ${listed}`);
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
		if (missing.length > 0) raiseMissing(fname, missing, only ? "keyword-only" : "positional");
	}
	return out;
}
