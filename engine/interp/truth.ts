/** Decisions about conditions. */
import { assumptionAbout } from "../values/bounds.ts";
import { truthValue } from "../values/operators.ts";
import { Unknown, type Value } from "../values/value.ts";
import { recordLimit } from "./record.ts";
import { state } from "./state.ts";
import { assume as assumeKey, decide, decided as decidedKey } from "./paths.ts";

export function truth(v: Value): boolean {
	if (typeof v === "boolean") return v;
	const t = truthValue(v);
	return t instanceof Unknown ? decideUnknown(t) : t;
}

/** The path takes it that the condition has this outcome: no other path asks. */
export function assume(u: Unknown, outcome: boolean): void {
	const { key, negated } = question(u);
	assumeKey(key, u.why, outcome !== negated);
}

/** What the path has decided about it, or null. */
export function decided(u: Unknown): boolean | null {
	const { key, negated } = question(u);
	const known = decidedKey(key);
	return known === null ? null : known !== negated;
}

/** Negations ask the question they negate, so that both have one answer. */
export function decideUnknown(u: Unknown): boolean {
	const usual = state.exact ? assumptionAbout(u) : undefined;
	if (usual !== undefined) {
		recordLimit("assumed", `a condition was taken for ${usual ? "true" : "false"}: ${u.why}`);
		return usual;
	}
	const { key, negated } = question(u);
	return decide(key, u.why) !== negated;
}
function question(u: Unknown): { key: string; negated: boolean } {
	let key = u.key;
	let negated = false;
	while (key.startsWith("not(") && key.endsWith(")")) {
		key = key.slice(4, -1);
		negated = !negated;
	}
	return { key, negated };
}
