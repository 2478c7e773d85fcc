/** Members of enumerations, and the operators of flags. */
import { raiseError } from "../../values/exceptions.ts";
import { reprText } from "../../values/format.ts";
import { asInt, typeName, unwrap } from "../../values/kinds.ts";
import { NotImplemented, Obj, type PyClass, PyIterator, Unknown, type Value } from "../../values/value.ts";
import { def } from "./kit.ts";

export const memberName = (v: Value): string => String((v as Obj).dict?.get("_name_") ?? null);
export const memberValue = (v: Value): Value => (v as Obj).dict!.get("_value_")!;

export const bitsOf = (members: Value[]): bigint => {
	let out = 0n;
	for (const x of members) out |= BigInt(asInt(memberValue(x)) ?? 0);
	return out;
};
export function walk(all: Value[]): PyIterator {
	let i = 0;
	return new PyIterator(() => all[i++]);
}
interface Flags {
	flag: PyClass;
	intFlag: PyClass;
	/** The member that stands for some bits; undefined when they are not the class's. */
	combination: (cls: PyClass, value: Value) => Value | undefined;
	find: (cls: PyClass, value: Value) => Value;
	members: (cls: PyClass) => Value[];
}
export function addFlags({ flag, intFlag, combination, find, members }: Flags): void {
	const bits = (cls: PyClass, v: Value): bigint | null => {
		if (v instanceof Obj && v.cls === cls) return BigInt(asInt(memberValue(v)) ?? 0);
		const n = cls.isSubclassOf(intFlag) ? asInt(unwrap(v)) : null;
		return n === null ? null : BigInt(n);
	};
	for (const [name, of] of Object.entries({
		__or__: (a: bigint, b: bigint) => a | b,
		__and__: (a: bigint, b: bigint) => a & b,
		__xor__: (a: bigint, b: bigint) => a ^ b,
	})) {
		const body = (x: Value, other: Value): Value => {
			const cls = (x as Obj).cls;
			const [a, b] = [bits(cls, x), bits(cls, other)];
			if (a === null || b === null) return other instanceof Unknown ? new Unknown(other.why, { type: cls }) : NotImplemented;
			return combination(cls, Number(of(a, b))) ?? find(cls, Number(of(a, b)));
		};
		for (const c of [flag, intFlag]) {
			def(c, name, "! other", body);
			def(c, name.replace("__", "__r"), "! other", body);
		}
	}
	for (const c of [flag, intFlag]) {
		def(c, "__invert__", "", (x: Obj) => {
			const all = bitsOf(members(x.cls));
			return find(x.cls, Number(all & ~BigInt(asInt(memberValue(x)) ?? 0)));
		});
		def(c, "__contains__", "! other", (x: Obj, other: Value) => {
			const [a, b] = [bits(x.cls, x), bits(x.cls, other)];
			if (a === null || b === null)
				raiseError("TypeError", `unsupported operand type(s) for 'in': ${reprText(typeName(other))} and ${reprText(x.cls.qualname)}`);
			return (a & b) === b;
		});
		def(c, "__bool__", "", (x: Obj) => asInt(memberValue(x)) != 0);
		def(c, "__iter__", "", (x: Obj) =>
			walk(members(x.cls).filter((y) => (BigInt(asInt(memberValue(y)) ?? 0) & BigInt(asInt(memberValue(x)) ?? 0)) !== 0n)),
		);
		def(
			c,
			"__len__",
			"",
			(x: Obj) => members(x.cls).filter((y) => (BigInt(asInt(memberValue(y)) ?? 0) & BigInt(asInt(memberValue(x)) ?? 0)) !== 0n).length,
		);
	}
}
