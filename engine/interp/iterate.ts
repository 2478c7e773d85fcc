/** `iter(v)` for the interpreter: the built-in protocol, and some items of what is not known. */
import { itemsOf, iterate as iterateKnown } from "../values/iterate.ts";
import { derive } from "../values/unknown.ts";
import { PyClass, PyDict, PyIterator, PyList, PyRange, PyTuple, Unknown, type Value } from "../values/value.ts";
import { recordLimit } from "./record.ts";
import { checkBudget, GiveUp, state } from "./state.ts";

export function iterate(v: Value): () => Value | undefined {
	if (v instanceof PyIterator) return v.next;
	if (v instanceof Unknown) return unknownItems(v);
	// Iterating a class is its metaclass's affair, which comes from a base that is not known.
	if (v instanceof PyClass && v.hasUnknownBase && v.cls.lookup("__iter__") === undefined)
		return unknownItems(new Unknown(`\`${v.name}\` has a base class that is not known`));
	return iterateKnown(v);
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

/** For native code that walks through items: they count as steps, and `check` does not walk through very many. */
export function iterateCounted(v: Value): () => Value | undefined {
	if (v instanceof PyRange && !state.exact && v.length > MANY) return unknownItems(tooMany());
	const next = iterate(v);
	if (v instanceof PyList || v instanceof PyTuple || v instanceof PyDict || typeof v === "string") return next;
	return () => {
		if (++state.steps >= state.nextCheck) checkBudget();
		return next();
	};
}
const MANY = 100_000;
function tooMany(): Unknown {
	recordLimit("loop", "it has too many items to follow them all");
	return new Unknown("it has too many items to follow them all");
}

/** All items, or null when they are not all known. */
export function allItems(v: Value): Value[] | null {
	if (v instanceof PyList || v instanceof PyTuple || v instanceof PyDict || typeof v === "string" || v instanceof Unknown)
		return itemsOf(v);
	if (v instanceof PyRange && !state.exact && v.length > MANY) {
		tooMany();
		return null;
	}
	const cut = state.cutSources;
	const next = iterateCounted(v);
	const out: Value[] = [];
	for (let item = next(); item !== undefined; item = next()) {
		out.push(item);
		if (out.length > MANY && !state.exact) {
			tooMany();
			return null;
		}
	}
	return state.cutSources === cut ? out : null;
}
