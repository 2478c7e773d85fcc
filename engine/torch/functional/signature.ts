/** Binds Python arguments to the signature of a Python-level function, with CPython's error texts. */
import { rt } from "../../values/runtime.ts";
import { type Kwargs, PyFloat, type Value } from "../../values/value.ts";

export interface Parameter {
	name: string;
	hasDefault: boolean;
	default: Value;
	kwOnly: boolean;
}

function readDefault(text: string): Value {
	if (text === "None") return null;
	if (text === "True" || text === "False") return text === "True";
	if (text.startsWith("'")) return text.slice(1, -1);
	const n = Number(text);
	return /^-?\d+$/.test(text) ? n : new PyFloat(n);
}

/** `(input, p=0.5, *, scale=None)` */
export function parseSignature(text: string): Parameter[] {
	const out: Parameter[] = [];
	let kwOnly = false;
	for (const piece of text.slice(1, -1).split(", ")) {
		if (piece === "*") {
			kwOnly = true;
			continue;
		}
		const at = piece.indexOf("=");
		out.push({ name: at < 0 ? piece : piece.slice(0, at), hasDefault: at >= 0, default: at < 0 ? null : readDefault(piece.slice(at + 1)), kwOnly });
	}
	return out;
}

const quoted = (names: string[]): string => {
	const q = names.map((n) => `'${n}'`);
	return q.length <= 2 ? q.join(" and ") : `${q.slice(0, -1).join(", ")}, and ${q.at(-1)}`;
};

/** Values by parameter name. */
export function bindArguments(name: string, parameters: Parameter[], args: Value[], kw: Kwargs | null): Map<string, Value> {
	const positional = parameters.filter((p) => !p.kwOnly);
	const out = new Map<string, Value>();
	if (args.length > positional.length) {
		const required = positional.filter((p) => !p.hasDefault).length;
		const range = required === positional.length ? `${required}` : `from ${required} to ${positional.length}`;
		const plural = positional.length === 1 && required === 1 ? "" : "s";
		rt.raise("TypeError", `${name}() takes ${range} positional argument${plural} but ${args.length} ${args.length === 1 ? "was" : "were"} given`);
	}
	args.forEach((v, i) => out.set(positional[i]!.name, v));
	for (const [key, v] of kw ?? []) {
		if (!parameters.some((p) => p.name === key)) rt.raise("TypeError", `${name}() got an unexpected keyword argument '${key}'`);
		if (out.has(key)) rt.raise("TypeError", `${name}() got multiple values for argument '${key}'`);
		out.set(key, v);
	}
	for (const [word, list] of [
		["positional", positional],
		["keyword-only", parameters.filter((p) => p.kwOnly)],
	] as const) {
		const missing = list.filter((p) => !p.hasDefault && !out.has(p.name)).map((p) => p.name);
		if (missing.length > 0) rt.raise("TypeError", `${name}() missing ${missing.length} required ${word} argument${missing.length === 1 ? "" : "s"}: ${quoted(missing)}`);
	}
	for (const p of parameters) if (!out.has(p.name)) out.set(p.name, p.default);
	return out;
}
