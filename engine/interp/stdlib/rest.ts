/** What a library module has beside what we model: unknown where CPython has the name (or may have it: a private one), missing where it has not. */
import { rt } from "../../values/runtime.ts";
import { PyModule, Unknown, type Value } from "../../values/value.ts";
import { native } from "../../values/native.ts";
import { registerModule } from "../modules.ts";
import { NAMES } from "./names.generated.ts";

const sets = new Map<string, Set<string>>();
function hasName(module: string, name: string): boolean {
	const all = NAMES[module];
	if (all === undefined) return true;
	let set = sets.get(module);
	if (set === undefined) sets.set(module, (set = new Set(all.split(" "))));
	return set.has(name);
}
/** For `PyModule.missing`. */
export function restOf(module: string): (name: string) => Value | undefined {
	return (name) =>
		name.startsWith("__") || (!name.startsWith("_") && !hasName(module, name))
			? undefined
			: new Unknown(`\`${module}.${name}\` is not modelled`);
}
// Library modules written in Python begin with `__import__("_rest").unknown()`.
registerModule("_rest", () => {
	const out = new PyModule("_rest", null);
	out.dict.set(
		"unknown",
		native("unknown", "", () => {
			const module = rt.frame().globals;
			module.missing = restOf(module.name);
		}),
	);
	out.dict.set(
		"is_unknown",
		native("is_unknown", "! value", (v: Value) => v instanceof Unknown),
	);
	out.dict.set(
		"unknown_value",
		native("unknown_value", "why", (why: Value) => new Unknown(String(why))),
	);
	return out;
});
