/** `iter(v)` for the interpreter: the built-in protocol, and some items of what is not known. */
import { itemsOf, iterate as iterateKnown } from "../values/iterate.ts";
import { derive } from "../values/unknown.ts";
import { PyIterator, Unknown, type Value } from "../values/value.ts";
import { recordLimit } from "./record.ts";
import { GiveUp, state } from "./state.ts";

export function iterate(v: Value): () => Value | undefined {
	if (v instanceof PyIterator) return v.next;
	return v instanceof Unknown ? unknownItems(v) : iterateKnown(v);
}

/** Some items of something that is not known; the loop is noted as a limit. */
function unknownItems(v: Unknown): () => Value | undefined {
	if (state.exact) throw new GiveUp("loop", `how often this repeats is not known: ${v.why}`);
	state.unknownSources++;
	let i = 0;
	return () => {
		if (i < state.budget.unknownIterations) return derive("item", [v, i++]);
		state.cutSources++;
		recordLimit("loop", `how often this repeats is not known: ${v.why}`);
		return undefined;
	};
}

/** All items, or null when they are not all known. */
export function allItems(v: Value): Value[] | null {
	const before = state.cutSources;
	const items = itemsOf(v);
	return state.cutSources === before ? items : null;
}
