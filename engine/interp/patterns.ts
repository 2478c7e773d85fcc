/** `match`: patterns against a subject. An undecidable test asks the path. */
import type * as ast from "../syntax/nodes.ts";
import { dictGet, dictSet } from "../values/dict.ts";
import { raiseError } from "../values/exceptions.ts";
import { typeOf } from "../values/kinds.ts";
import { compare } from "../values/operators.ts";
import { rt } from "../values/runtime.ts";
import { derive } from "../values/unknown.ts";
import {
	boolClass,
	bytesClass,
	dictClass,
	floatClass,
	frozensetClass,
	intClass,
	listClass,
	PyClass,
	PyDict,
	PyList,
	PyRange,
	PyTuple,
	setClass,
	strClass,
	tupleClass,
	Unknown,
	type Value,
} from "../values/value.ts";
import { tryAttr } from "./attributes.ts";
import { assignName } from "./assign.ts";
import { evaluate, test } from "./evaluate.ts";
import type { Frame } from "./frame.ts";
import { truth } from "./truth.ts";
import { recordLimit } from "./record.ts";

export function matchCase(c: ast.MatchCase, subject: Value, frame: Frame): boolean {
	const bindings: [ast.Name, Value][] = [];
	frame.node = c.pattern;
	if (!matches(c.pattern, subject, frame, bindings)) return false;
	for (const [name, value] of bindings) assignName(name, value, frame);
	return c.guard === null || test(c.guard, frame);
}

type Bindings = [ast.Name, Value][];

function matches(p: ast.Pattern, v: Value, frame: Frame, out: Bindings): boolean {
	switch (p.kind) {
		case "MatchValue":
			return truth(compare("==", v, evaluate(p.value, frame)));
		case "MatchSingleton":
			return truth(compare("is", v, p.value));
		case "MatchAs":
			if (p.pattern !== null && !matches(p.pattern, v, frame, out)) return false;
			if (p.name !== null) out.push([p.name, v]);
			return true;
		case "MatchOr":
			for (const option of p.patterns) {
				const mark = out.length;
				if (matches(option, v, frame, out)) return true;
				out.length = mark;
			}
			return false;
		case "MatchSequence":
			return sequence(p.patterns, v, frame, out);
		case "MatchMapping":
			return mapping(p, v, frame, out);
		case "MatchClass":
			return classPattern(p, v, frame, out);
		case "MatchStar":
			if (p.name !== null) out.push([p.name, v]);
			return true;
	}
}

function sequence(patterns: ast.Pattern[], v: Value, frame: Frame, out: Bindings): boolean {
	const star = patterns.findIndex((p) => p.kind === "MatchStar");
	let items: Value[];
	if (v instanceof Unknown) {
		if (!truth(derive(`sequence${patterns.length}`, [v], boolClass))) return false;
		items = patterns.map((_, i) => derive("[]", [v, i]));
	} else {
		if (!(v instanceof PyList || v instanceof PyTuple || v instanceof PyRange)) {
			if (!isSequence(v)) return false;
		}
		const all = rt.items(v);
		if (all === null) {
			recordLimit("unknown-branch", "the items of a matched sequence are not known");
			return false;
		}
		items = all;
	}
	if (star < 0 ? items.length !== patterns.length : items.length < patterns.length - 1) return false;
	const after = star < 0 ? 0 : patterns.length - star - 1;
	for (let i = 0; i < patterns.length; i++) {
		let item: Value;
		if (star < 0 || i < star) item = items[i]!;
		else if (i === star) item = new PyList(items.slice(star, items.length - after));
		else item = items[items.length - (patterns.length - i)]!;
		if (!matches(patterns[i]!, item, frame, out)) return false;
	}
	return true;
}
function isSequence(v: Value): boolean {
	return typeOf(v).mro.some((c) => c.name === "deque" || c.name === "Sequence");
}

function mapping(p: ast.Pattern & { kind: "MatchMapping" }, v: Value, frame: Frame, out: Bindings): boolean {
	if (v instanceof Unknown) {
		if (!truth(derive("mapping", [v], boolClass))) return false;
		for (let i = 0; i < p.keys.length; i++)
			if (!matches(p.patterns[i]!, derive("[]", [v, evaluate(p.keys[i]!, frame)]), frame, out)) return false;
		if (p.rest !== null) out.push([p.rest, new Unknown(v.why)]);
		return true;
	}
	if (!(v instanceof PyDict)) return false;
	const seen = new PyDict();
	for (let i = 0; i < p.keys.length; i++) {
		const key = evaluate(p.keys[i]!, frame);
		const value = dictGet(v, key);
		if (value === undefined) return false;
		dictSet(seen, key, null);
		if (!matches(p.patterns[i]!, value, frame, out)) return false;
	}
	if (p.rest !== null) {
		const rest = new PyDict();
		for (const [key, value] of v.entries.values()) if (dictGet(seen, key) === undefined) dictSet(rest, key, value);
		out.push([p.rest, rest]);
	}
	return true;
}

/** Classes whose single positional pattern is the subject itself. */
const WHOLE = new Set<PyClass>([
	boolClass,
	bytesClass,
	dictClass,
	floatClass,
	frozensetClass,
	intClass,
	listClass,
	setClass,
	strClass,
	tupleClass,
]);

function classPattern(p: ast.Pattern & { kind: "MatchClass" }, v: Value, frame: Frame, out: Bindings): boolean {
	const cls = evaluate(p.cls, frame);
	if (v instanceof Unknown || cls instanceof Unknown) {
		if (!truth(derive("isinstance", [v, cls], boolClass))) return false;
	} else {
		if (!(cls instanceof PyClass)) raiseError("TypeError", "called match pattern must be a class");
		if (!rt.isInstance(v, cls)) return false;
	}
	if (p.patterns.length > 0) {
		if (cls instanceof PyClass && cls.mro.some((c) => WHOLE.has(c)) && cls.lookup("__match_args__") === undefined) {
			if (p.patterns.length > 1) raiseError("TypeError", `${cls.name}() accepts 1 positional sub-pattern (${p.patterns.length} given)`);
			if (!matches(p.patterns[0]!, v, frame, out)) return false;
		} else {
			const names = cls instanceof PyClass ? cls.lookup("__match_args__") : undefined;
			const list = names === undefined ? [] : (rt.items(names) ?? []);
			const given = cls instanceof PyClass ? cls.name : "?";
			if (cls instanceof PyClass && p.patterns.length > list.length)
				raiseError(
					"TypeError",
					`${given}() accepts ${list.length} positional sub-pattern${list.length === 1 ? "" : "s"} (${p.patterns.length} given)`,
				);
			for (let i = 0; i < p.patterns.length; i++) {
				const name = list[i];
				const value = typeof name === "string" ? tryAttr(v, name) : new Unknown("the class is not known");
				if (value === undefined || !matches(p.patterns[i]!, value, frame, out)) return false;
			}
		}
	}
	for (let i = 0; i < p.kwdAttrs.length; i++) {
		const value = tryAttr(v, p.kwdAttrs[i]!);
		if (value === undefined || !matches(p.kwdPatterns[i]!, value, frame, out)) return false;
	}
	return true;
}
