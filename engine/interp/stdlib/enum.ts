/** `enum`: the metaclass makes members out of the names of a class body. */
import { raiseError } from "../../values/exceptions.ts";
import { formatValue, nativeFormat, reprText, strText } from "../../values/format.ts";
import { asInt, asStr, typeName, typeOf } from "../../values/kinds.ts";
import { binary, compare, equals } from "../../values/operators.ts";
import { rt } from "../../values/runtime.ts";
import { HOLE, strValue, unknownText } from "../../values/text.ts";
import { dictOver, MappingProxy } from "../../values/types/dict-views.ts";
import {
	intClass,
	type Kwargs,
	NativeProperty,
	Obj,
	objectClass,
	PyBuiltin,
	PyClass,
	PyClassMethod,
	PyDict,
	PyFloat,
	PyFunction,
	PyInstance,
	PyList,
	PyMethod,
	PyProperty,
	PyStaticMethod,
	PyTuple,
	propertyClass,
	strClass,
	typeClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { def, instance, items, library, list, native } from "./kit.ts";
import { addFlags, bitsOf, memberName, memberValue, walk } from "./enum-flags.ts";

/** What the metaclass keeps about an enumeration. */
interface Info {
	members: Map<string, Value>;
	/** Canonical members in order (aliases left out). */
	order: Value[];
	isFlag: boolean;
}
const infos = new WeakMap<PyClass, Info>();
/** `auto()`, and operators on it, stand for values that the metaclass works out. */
interface Auto {
	op: string | null;
	operands: Value[];
}

const isDunder = (n: string): boolean => n.length > 4 && n.startsWith("__") && n.endsWith("__");
const isSunder = (n: string): boolean => n.length > 2 && n.startsWith("_") && n.endsWith("_") && !n.startsWith("__");
const isDescriptor = (v: Value): boolean =>
	v instanceof PyFunction ||
	v instanceof PyBuiltin ||
	v instanceof PyProperty ||
	v instanceof NativeProperty ||
	v instanceof PyClassMethod ||
	v instanceof PyStaticMethod ||
	v instanceof PyMethod ||
	(v instanceof PyInstance && v.cls.lookup("__get__") !== undefined);

library("enum", (m) => {
	const meta = m.cls("EnumType", [typeClass]);
	m.set("EnumMeta", meta);
	const autoClass = m.cls("auto");
	autoClass.alloc = (c) => instance(c, { op: null, operands: [] } satisfies Auto);
	for (const [name, op] of Object.entries({ __or__: "|", __and__: "&", __xor__: "^", __ror__: "|", __rand__: "&" }))
		def(autoClass, name, "! other", (self: Value, other: Value) => instance(autoClass, { op, operands: [self, other] } satisfies Auto));
	def(autoClass, "__invert__", "", (self: Value) => instance(autoClass, { op: "~", operands: [self] } satisfies Auto));

	const base = new PyClass("Enum", [objectClass], new Map(), { module: "enum", cls: meta });
	const flag = new PyClass("Flag", [base], new Map(), { module: "enum", cls: meta });
	const reprEnum = new PyClass("ReprEnum", [base], new Map(), { module: "enum", cls: meta });
	const intEnum = new PyClass("IntEnum", [intClass, reprEnum], new Map(), { module: "enum", cls: meta });
	const strEnum = new PyClass("StrEnum", [strClass, reprEnum], new Map(), { module: "enum", cls: meta });
	const intFlag = new PyClass("IntFlag", [intClass, reprEnum, flag], new Map(), { module: "enum", cls: meta });
	for (const c of [base, flag, reprEnum, intEnum, strEnum, intFlag]) {
		m.set(c.name, c);
		infos.set(c, { members: new Map(), order: [], isFlag: c.isSubclassOf(flag) });
	}
	const info = (cls: PyClass): Info => infos.get(cls) ?? { members: new Map(), order: [], isFlag: false };

	/** The data type members are instances of besides Enum: int, str, float, a tuple class ... */
	const dataType = (cls: PyClass): PyClass | null =>
		cls.mro.find((c) => c !== cls && !c.isSubclassOf(base) && c !== objectClass && (c.alloc !== null || c.dict.has("__new__"))) ?? null;

	const generate = (cls: PyClass, name: string, count: number, last: Value[]): Value => {
		const own = cls.lookup("_generate_next_value_");
		if (own !== undefined) return rt.call(own instanceof PyStaticMethod ? own.func : own, [name, 1, count, list(last)]);
		if (cls.isSubclassOf(strEnum)) return name.toLowerCase();
		if (info(cls).isFlag) {
			let high = 0n;
			for (const v of last) {
				const n = asInt(v);
				if (n !== null && BigInt(n) > high) high = BigInt(n);
			}
			return high === 0n ? 1 : Number(1n << BigInt(high.toString(2).length));
		}
		const numbers = last.filter((v) => asInt(v) !== null);
		if (last.length > 0 && numbers.length === 0) return 1;
		return numbers.reduce((best: Value, v) => (rt.truth(compare(">=", v, best)) ? binary("+", v, 1) : best), 1);
	};

	/** Makes the bare member object. */
	const makeMember = (cls: PyClass, name: string, value: Value): Obj => {
		const args = value instanceof PyTuple && !(dataType(cls)?.isSubclassOf(typeOf(value)) ?? false) ? value.items : [value];
		const custom = cls.mro.find((c) => c.dict.has("__new__") && c !== objectClass && c.isUser);
		const type = dataType(cls);
		let out: Value;
		let shown = value;
		if (custom !== undefined) {
			const fn = custom.dict.get("__new__")!;
			out = rt.call(fn instanceof PyStaticMethod ? fn.func : fn, [cls, ...args]);
			const set = out instanceof Obj ? out.dict?.get("_value_") : undefined;
			if (set !== undefined) shown = set;
			else if (type !== null && out instanceof Obj) shown = unwrapped(out, value);
		} else if (type !== null) {
			const alloc = cls.mro.find((c) => c.alloc !== null)?.alloc;
			out = alloc === undefined || alloc === null ? new PyInstance(cls) : alloc(cls, args, null);
			if (out instanceof Obj) shown = unwrapped(out, value);
		} else out = new PyInstance(cls);
		if (!(out instanceof Obj) || out instanceof Unknown) {
			const plain = new PyInstance(cls);
			plain.native = out;
			out = plain;
		}
		const member = out as Obj;
		member.dict ??= new Map();
		member.dict
			.set("_value_", member.dict.get("_value_") ?? shown)
			.set("_name_", name)
			.set("__objclass__", cls);
		const init = cls.lookup("__init__");
		if (init instanceof PyFunction) rt.call(init, [member, ...args]);
		return member;
	};
	const unwrapped = (o: Obj, fallback: Value): Value => {
		if (o instanceof PyInstance) return typeof o.native === "object" || o.native === undefined ? fallback : (o.native as Value);
		if (o instanceof PyFloat) return new PyFloat(o.value);
		return fallback;
	};

	const addMember = (cls: PyClass, name: string, value: Value): void => {
		const own = info(cls);
		const member = makeMember(cls, name, value);
		const canonical = own.order.concat([...own.members.values()]).find((x) => equals(memberValue(x), memberValue(member)));
		if (canonical !== undefined) {
			own.members.set(name, canonical);
			cls.set(name, canonical);
			return;
		}
		own.members.set(name, member);
		const n = own.isFlag ? asInt(memberValue(member)) : null;
		// Combinations and zero are aliases of a flag class, not members to iterate.
		if (n === null || (n > 0 && (BigInt(n) & (BigInt(n) - 1n)) === 0n)) own.order.push(member);
		member.dict!.set("_sort_order_", own.members.size - 1);
		cls.set(name, member);
	};

	const build = (metaclass: Value, name: Value, bases: Value, space: Value, kw: Kwargs): Value => {
		const body = new Map<string, Value>();
		for (const [k, v] of (space as PyDict).entries.values()) body.set(String(k), v);
		const given = items(bases) ?? [];
		const parents = given.filter((b): b is PyClass => b instanceof PyClass && b.isSubclassOf(base));
		for (const p of parents) if (info(p).members.size > 0) raiseError("TypeError", `<enum '${String(name)}'> cannot extend ${reprText(p)}`);
		const ignored = new Set<string>(["_ignore_"]);
		const ignore = body.get("_ignore_");
		if (ignore !== undefined)
			for (const n of asStr(ignore)?.replaceAll(",", " ").split(/\s+/) ?? (items(ignore) ?? []).map(String)) ignored.add(n);
		const names: [string, Value][] = [];
		const rest = new Map<string, Value>();
		for (const [k, v] of body) {
			if (ignored.has(k)) continue;
			const isMember = !isDunder(k) && !isSunder(k) && !isDescriptor(v) && !isPrivate(String(name), k);
			if (isMember) names.push([k, v]);
			else rest.set(k, v);
		}
		const namespace = new PyDict();
		for (const [k, v] of rest) namespace.entries.set(k, [k, v]);
		const maker = (typeClass.dict.get("__new__") as PyStaticMethod).func;
		const cls = rt.call(maker, [metaclass, name, bases, namespace], kw.size > 0 ? kw : null);
		if (!(cls instanceof PyClass)) return cls;
		infos.set(cls, { members: new Map(), order: [], isFlag: cls.isSubclassOf(flag) });
		const type = dataType(cls);
		// The mixed-in type's own text methods come first in the MRO: Enum's are put back.
		if (type !== null && !cls.isSubclassOf(reprEnum) && !cls.isSubclassOf(intFlag))
			for (const n of ["__repr__", "__str__", "__format__"])
				if (!cls.dict.has(n) && [type.lookup(n), objectClass.dict.get(n)].includes(cls.lookup(n)))
					cls.set(n, (parents[0] ?? base).lookup(n) === type.lookup(n) ? base.dict.get(n)! : (parents[0] ?? base).lookup(n)!);
		const resolved = new Map<Value, Value>();
		const last: Value[] = [];
		const resolve = (v: Value, member: string): Value => {
			if (!(v instanceof PyInstance) || v.cls !== autoClass)
				return v instanceof PyTuple && v.items.some((x) => x instanceof PyInstance && x.cls === autoClass)
					? new PyTuple(v.items.map((x) => resolve(x, member)))
					: v;
			const known = resolved.get(v);
			if (known !== undefined) return known;
			const a = v.native as Auto;
			const out =
				a.op === null
					? generate(cls, member, last.length, last)
					: a.op === "~"
						? binary("-", -1, resolve(a.operands[0]!, member))
						: binary(a.op, resolve(a.operands[0]!, member), resolve(a.operands[1]!, member));
			resolved.set(v, out);
			return out;
		};
		for (const [k, v] of names) {
			const value = resolve(v, k);
			addMember(cls, k, value);
			last.push(value instanceof PyTuple && !(v instanceof PyTuple) ? value : memberValue(info(cls).members.get(k)!));
		}
		return cls;
	};
	const isPrivate = (cls: string, k: string): boolean => k.startsWith(`_${cls}__`);
	meta.set("__new__", new PyStaticMethod(native("__new__", "! meta name bases space **kw", build)));
	meta.set("__init__", new PyBuiltin("__init__", () => null));

	/** A flag value that is no single member: the combination of those it contains. */
	const combination = (cls: PyClass, value: Value): Value | undefined => {
		const n = asInt(value);
		if (n === null || !info(cls).isFlag) return undefined;
		const all = bitsOf(info(cls).order);
		let want = BigInt(n);
		if (want < 0n) want = all + 1n + want < 0n ? 0n : all & ~(-want - 1n);
		if ((want & ~all) !== 0n && !cls.isSubclassOf(intFlag)) return undefined;
		const known = [...info(cls).members.values()].find((x) => equals(memberValue(x), Number(want)));
		if (known !== undefined) return known;
		const made = makeMember(cls, "", Number(want));
		const parts = info(cls).order.filter((x) => (BigInt(asInt(memberValue(x)) ?? 0) & want) !== 0n);
		const left = want & ~bitsOf(parts);
		const shown = [...parts.map(memberName), ...(left !== 0n ? [String(left)] : [])];
		made.dict!.set("_name_", shown.length === 0 ? null : shown.join("|"));
		const pseudo = pseudoMembers.get(cls) ?? new Map<string, Value>();
		pseudoMembers.set(cls, pseudo);
		const before = pseudo.get(String(want));
		if (before !== undefined) return before;
		pseudo.set(String(want), made);
		return made;
	};
	const pseudoMembers = new WeakMap<PyClass, Map<string, Value>>();

	const find = (cls: PyClass, value: Value): Value => {
		if (value instanceof Obj && value.cls === cls) return value;
		if (value instanceof Unknown) return new Unknown(value.why, { type: cls });
		for (const x of info(cls).members.values()) {
			const r = compare("==", memberValue(x), value);
			if (r === true) return x;
			if (r instanceof Unknown) return new Unknown(r.why, { type: cls });
		}
		const combined = combination(cls, value);
		if (combined !== undefined) return combined;
		const hook = cls.lookup("_missing_");
		if (hook !== undefined) {
			const made = rt.call(rt.getAttr(cls, "_missing_"), [value]);
			if (made instanceof Unknown || (made instanceof Obj && made.cls === cls)) return made;
			if (made !== null)
				raiseError("TypeError", `error in ${cls.name}._missing_: returned ${reprText(made)} instead of None or a valid member`);
		}
		raiseError("ValueError", `${reprText(value)} is not a valid ${cls.qualname}`);
	};
	def(meta, "__call__", "! .value? .names? **kw", (cls: PyClass, value: Value, names?: Value, kw: Kwargs = new Map()) => {
		if (names === undefined || info(cls).members.size > 0) return find(cls, value);
		// The functional form: Enum("Color", "RED GREEN").
		const body = new PyDict();
		const put = (k: string, v: Value): void => void body.entries.set(k, [k, v]);
		const text = asStr(names);
		const all =
			text === null
				? names instanceof PyDict
					? [...names.entries.values()].map((e) => new PyTuple(e))
					: (items(names) ?? [])
				: text
						.replaceAll(",", " ")
						.split(/\s+/)
						.filter((n) => n !== "");
		const start = Number(asInt(kw.get("start") ?? 1));
		all.forEach((n, i) => {
			if (n instanceof PyTuple || n instanceof PyList) put(String(n.items[0]), n.items[1]!);
			else put(String(n), info(cls).isFlag ? 2 ** i : start + i);
		});
		put("__module__", "__main__");
		const type = kw.get("type");
		return build(meta, value, new PyTuple(type === undefined || type === null ? [cls] : [type, cls]), body, new Map());
	});
	def(meta, "__getitem__", "! name", (cls: PyClass, name: Value) => {
		const found = info(cls).members.get(String(name));
		if (found !== undefined) return found;
		if (name instanceof Unknown) return new Unknown(name.why, { type: cls });
		raiseError("KeyError", String(name));
	});
	def(meta, "__iter__", "", (cls: PyClass) => walk(info(cls).order));
	def(meta, "__reversed__", "", (cls: PyClass) => walk([...info(cls).order].reverse()));
	def(meta, "__len__", "", (cls: PyClass) => info(cls).order.length);
	def(meta, "__bool__", "", () => true);
	def(meta, "__contains__", "! member", (cls: PyClass, x: Value) => {
		if (x instanceof Obj && x.cls === cls) return true;
		if (!(x instanceof Obj && x.cls.cls.isSubclassOf(meta)))
			raiseError("TypeError", `unsupported operand type(s) for 'in': '${typeName(x)}' and 'EnumType'`);
		return false;
	});
	meta.set("__members__", new NativeProperty("__members__", (cls) => new MappingProxy(dictOver(info(cls as PyClass).members))));
	meta.set("_member_map_", new NativeProperty("_member_map_", (cls) => dictOver(info(cls as PyClass).members)));
	meta.set("_member_names_", new NativeProperty("_member_names_", (cls) => list(info(cls as PyClass).order.map(memberName))));
	meta.set(
		"_value2member_map_",
		new NativeProperty("_value2member_map_", (cls) => {
			const out = new PyDict();
			for (const x of info(cls as PyClass).members.values()) rt.setItem(out, memberValue(x), x);
			return out;
		}),
	);
	def(meta, "__dir__", "", (cls: PyClass) =>
		list(
			[
				"__class__",
				"__contains__",
				"__doc__",
				"__getitem__",
				"__init_subclass__",
				"__iter__",
				"__len__",
				"__members__",
				"__module__",
				"__name__",
				"__qualname__",
				...info(cls).order.map(memberName),
			].sort(),
		),
	);
	def(meta, "__repr__", "", (cls: PyClass) => (cls.isSubclassOf(flag) ? `<flag '${cls.name}'>` : `<enum '${cls.name}'>`));
	def(meta, "__setattr__", "! name value", (cls: PyClass, name: Value, value: Value) => {
		if (info(cls).members.has(String(name))) raiseError("AttributeError", `cannot reassign member ${reprText(name)}`);
		rt.genericSetAttr(cls, String(name), value);
	});

	// Members.
	base.set("name", new NativeProperty("name", (x) => (x as Obj).dict!.get("_name_")!));
	base.set("value", new NativeProperty("value", memberValue));
	const shownValue = (x: Value): string => reprText(memberValue(x));
	def(base, "__repr__", "", (x: Obj) => {
		const name = x.dict!.get("_name_");
		return strValue(name === null ? `<${x.cls.name}: ${shownValue(x)}>` : `<${x.cls.name}.${String(name)}: ${shownValue(x)}>`);
	});
	def(base, "__str__", "", (x: Obj) => {
		const name = x.dict!.get("_name_");
		return strValue(name === null ? `${x.cls.name}(${shownValue(x)})` : `${x.cls.name}.${String(name)}`);
	});
	def(base, "__format__", "! spec", (x: Obj, spec: Value) =>
		spec instanceof Unknown ? strValue(HOLE) : strValue(nativeFormat(strText(x), asStr(spec) ?? unknownText(spec as Unknown))),
	);
	def(base, "__dir__", "", (x: Obj) => list([...x.cls.dict.keys()].sort()));
	def(base, "__deepcopy__", "! memo", (x: Value) => x);
	def(base, "__copy__", "", (x: Value) => x);
	const raw = (x: Value): Value => (x instanceof PyInstance && typeof x.native !== "object" ? (x.native as Value) : memberValue(x));
	for (const c of [intEnum, strEnum, intFlag]) {
		// int comes before Enum in the MRO: what Enum shows is put back, except str and format, which are the value's.
		c.set("__repr__", base.dict.get("__repr__")!);
		c.set("__str__", new PyBuiltin("__str__", ([x]) => strValue(strText(raw(x!)))));
		c.set("__format__", new PyBuiltin("__format__", ([x, spec]) => strValue(formatValue(raw(x!), asStr(spec!) ?? HOLE))));
	}
	reprEnum.set("__str__", intEnum.dict.get("__str__")!);
	reprEnum.set("__format__", intEnum.dict.get("__format__")!);

	addFlags({ flag, intFlag, combination, find, members: (cls) => info(cls).order });
	m.fn("unique", "! cls", (cls: Value) => {
		if (!(cls instanceof PyClass)) return cls;
		const aliases = [...info(cls).members].filter(([n, x]) => memberName(x) !== n);
		if (aliases.length > 0)
			raiseError(
				"ValueError",
				`duplicate values found in ${reprText(cls)}: ${aliases.map(([n, x]) => `${n} -> ${memberName(x)}`).join(", ")}`,
			);
		return cls;
	});
	m.fn("verify", "! *conditions", () => native("verify", "! cls", (cls: Value) => cls));
	m.fn("member", "! v", (v: Value) => v);
	m.fn("nonmember", "! v", (v: Value) => v);
	m.fn("global_enum", "! cls", (cls: Value) => cls);
	m.set("property", propertyClass);
	for (const name of ["CONFORM", "STRICT", "EJECT", "KEEP", "UNIQUE", "CONTINUOUS", "NAMED_FLAGS"]) m.set(name, name);
});
