/** `collections.namedtuple`, also what `typing.NamedTuple` classes are made of. */
import { makeDict } from "../../values/dict.ts";
import { raiseError } from "../../values/exceptions.ts";
import { raiseMissing } from "../../values/signature.ts";
import { reprText } from "../../values/format.ts";
import { asStr } from "../../values/kinds.ts";
import { native } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { quote, strValue } from "../../values/text.ts";
import {
	NativeProperty,
	PyBuiltin,
	type PyClass,
	PyClassMethod,
	PyStaticMethod,
	PyTuple,
	tupleClass,
	typeClass,
	type Kwargs,
	type Value,
} from "../../values/value.ts";
import { items, type Library, tuple } from "./kit.ts";

const KEYWORDS = new Set(
	"False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
		" ",
	),
);

/** A tuple class with named fields; `defaults` belong to the last ones. */
export function makeNamedTuple(name: string, fields: string[], defaults: Value[], module: string): PyClass {
	const space = new Map<string, Value>();
	const first = fields.length - defaults.length;
	const fallback = new Map(defaults.map((v, i) => [fields[first + i]!, v]));
	space.set("__module__", module);
	space.set("__slots__", tuple([]));
	space.set("_fields", tuple(fields));
	space.set("_field_defaults", makeDict(fallback));
	space.set("__match_args__", tuple(fields));
	const build = (args: Value[], kw: Kwargs | null): Value[] => {
		if (args.length > fields.length)
			raiseError(
				"TypeError",
				`${name}.__new__() takes ${first === fields.length ? "" : "from " + `${first + 1} to `}${fields.length + 1} positional arguments but ${args.length + 1} were given`,
			);
		const values: (Value | undefined)[] = fields.map((_, i) => args[i]);
		for (const [k, v] of kw ?? []) {
			const i = fields.indexOf(k);
			if (i < 0) raiseError("TypeError", `${name}.__new__() got an unexpected keyword argument '${k}'`);
			if (values[i] !== undefined) raiseError("TypeError", `${name}.__new__() got multiple values for argument '${k}'`);
			values[i] = v;
		}
		const missing: string[] = [];
		fields.forEach((f, i) => {
			if (values[i] !== undefined) return;
			if (fallback.has(f)) values[i] = fallback.get(f)!;
			else missing.push(f);
		});
		if (missing.length > 0) raiseMissing(`${name}.__new__`, missing);
		return values as Value[];
	};
	const make = (cls: Value, values: Value[]): PyTuple => {
		const out = new PyTuple(values);
		out.cls = cls as PyClass;
		return out;
	};
	space.set("__new__", new PyStaticMethod(new PyBuiltin("__new__", ([cls, ...args], kw) => make(cls!, build(args, kw)), true)));
	space.set(
		"_make",
		new PyClassMethod(
			new PyBuiltin("_make", ([cls, iterable]) => {
				const values = items(iterable!) ?? [];
				if (values.length !== fields.length) raiseError("TypeError", `Expected ${fields.length} arguments, got ${values.length}`);
				return make(cls!, values);
			}),
		),
	);
	space.set("_asdict", new PyBuiltin("_asdict", ([self]) => makeDict((self as PyTuple).items.map((v, i) => [fields[i]!, v]))));
	space.set(
		"_replace",
		new PyBuiltin("_replace", ([self], kw) => {
			const values = (self as PyTuple).items.slice();
			const unexpected: string[] = [];
			for (const [k, v] of kw ?? []) {
				const i = fields.indexOf(k);
				if (i < 0) unexpected.push(k);
				else values[i] = v;
			}
			if (unexpected.length > 0) raiseError("ValueError", `Got unexpected field names: [${unexpected.map(quote).join(", ")}]`);
			return make((self as PyTuple).cls, values);
		}),
	);
	space.set(
		"__repr__",
		new PyBuiltin("__repr__", ([self]) =>
			strValue(`${(self as PyTuple).cls.name}(${(self as PyTuple).items.map((v, i) => `${fields[i]}=${reprText(v)}`).join(", ")})`),
		),
	);
	space.set("__getnewargs__", new PyBuiltin("__getnewargs__", ([self]) => new PyTuple((self as PyTuple).items)));
	fields.forEach((f, i) =>
		space.set(
			f,
			new NativeProperty(
				f,
				(self) => (self as PyTuple).items[i]!,
				() => raiseError("AttributeError", "can't set attribute"),
			),
		),
	);
	return rt.makeClass(typeClass, name, [tupleClass], space, null) as PyClass;
}

export function addNamedTuple(m: Library): void {
	m.set(
		"namedtuple",
		native(
			"namedtuple",
			"! .typename .field_names * rename? defaults? module?",
			(typename: Value, given: Value, rename?: Value, defaults?: Value) => {
				const name = asStr(typename) ?? raiseError("TypeError", "Type names and field names must be strings");
				const text = asStr(given);
				let fields =
					text === null
						? (items(given) ?? []).map((f) => asStr(f) ?? raiseError("TypeError", "Type names and field names must be strings"))
						: text
								.replaceAll(",", " ")
								.split(/\s+/)
								.filter((f) => f !== "");
				if (rename !== undefined && rt.truth(rename))
					fields = fields.map((f, i) => (!/^[\p{L}][\w]*$/u.test(f) || KEYWORDS.has(f) || fields.indexOf(f) < i ? `_${i}` : f));
				const seen = new Set<string>();
				for (const f of [name, ...fields]) {
					if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(f))
						raiseError("ValueError", `Type names and field names must be valid identifiers: ${quote(f)}`);
					if (KEYWORDS.has(f)) raiseError("ValueError", `Type names and field names cannot be a keyword: ${quote(f)}`);
				}
				for (const f of fields) {
					if (f.startsWith("_") && !(rename !== undefined && rt.truth(rename)))
						raiseError("ValueError", `Field names cannot start with an underscore: ${quote(f)}`);
					if (seen.has(f)) raiseError("ValueError", `Encountered duplicate field name: ${quote(f)}`);
					seen.add(f);
				}
				const values = defaults === undefined || defaults === null ? [] : (items(defaults) ?? []);
				if (values.length > fields.length) raiseError("TypeError", "Got more default values than field names");
				return makeNamedTuple(name, fields, values, asStr(rt.frame().globals.dict.get("__name__") ?? null) ?? "__main__");
			},
		),
	);
}
