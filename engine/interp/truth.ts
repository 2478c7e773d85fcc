/** Decisions about conditions. */
import { truthValue } from "../values/operators.ts";
import { Unknown, type Value } from "../values/value.ts";
import { decide } from "./paths.ts";

export function truth(v: Value): boolean {
	if (typeof v === "boolean") return v;
	const t = truthValue(v);
	return t instanceof Unknown ? decideUnknown(t) : t;
}

/** Negations ask the question they negate, so that both have one answer. */
export function decideUnknown(u: Unknown): boolean {
	let key = u.key;
	let negated = false;
	while (key.startsWith("not(") && key.endsWith(")")) {
		key = key.slice(4, -1);
		negated = !negated;
	}
	return decide(key, u.why) !== negated;
}
