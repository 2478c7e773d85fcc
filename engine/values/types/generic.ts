/** `list[int]`, `int | None`: generic aliases and unions of types, as values. */
import { raiseError } from "../exceptions.ts";
import { reprText } from "../format.ts";
import { def, defClassMethod, getter } from "../native.ts";
import { equals } from "../operators.ts";
import { rt } from "../runtime.ts";
import { derive } from "../unknown.ts";
import {
	builtinClass,
	dictClass,
	Ellipsis,
	frozensetClass,
	type Kwargs,
	listClass,
	NativeProperty,
	noneClass,
	NotImplemented,
	Obj,
	PyBuiltin,
	PyClass,
	PyTuple,
	setClass,
	tupleClass,
	typeClass,
	Unknown,
	type Value,
} from "../value.ts";
import { iteratorClass } from "../value.ts";

export const genericAliasClass = builtinClass("GenericAlias", undefined, "types");
export const unionClass = builtinClass("UnionType", undefined, "types");

export class GenericAlias extends Obj {
	cls: PyClass = genericAliasClass;
	origin: Value;
	args: Value[];
	constructor(origin: Value, args: Value[]) {
		super();
		this.origin = origin;
		this.args = args;
	}
}
export class UnionType extends Obj {
	cls: PyClass = unionClass;
	args: Value[];
	constructor(args: Value[]) {
		super();
		this.args = args;
	}
}

/** How a type stands inside another type's repr. */
export function typeText(v: Value): string {
	if (v === Ellipsis) return "...";
	if (v === null || v === noneClass) return "None";
	if (v instanceof PyClass) return v.module === "builtins" ? v.qualname : `${v.module}.${v.qualname}`;
	return reprText(v);
}
/** Equality of types as members of unions and arguments of aliases; what is not known is the same only as itself. */
export function sameType(a: Value, b: Value): boolean {
	if (a === b) return true;
	if (a instanceof Unknown || b instanceof Unknown) return a instanceof Unknown && b instanceof Unknown && a.key === b.key;
	return equals(a, b);
}
export const alias = (cls: Value, item: Value): Value => new GenericAlias(cls, item instanceof PyTuple ? item.items : [item]);

for (const cls of [listClass, dictClass, tupleClass, setClass, frozensetClass, iteratorClass])
	defClassMethod(cls, "__class_getitem__", "! item", alias);
typeClass.dict.set(
	"__class_getitem__",
	new NativeProperty("__class_getitem__", (self) =>
		self === typeClass
			? new PyBuiltin("__class_getitem__", ([item]) => alias(typeClass, item!), true)
			: raiseError("AttributeError", `type object '${(self as PyClass).name}' has no attribute '__class_getitem__'`),
	),
);

def(
	genericAliasClass,
	"__repr__",
	"",
	(self: GenericAlias) => `${typeText(self.origin)}[${self.args.length === 0 ? "()" : self.args.map(typeText).join(", ")}]`,
);
def(genericAliasClass, "__call__", "! *args **kw", (self: GenericAlias, args: Value[], kw: Kwargs) => rt.call(self.origin, args, kw));
def(genericAliasClass, "__eq__", "other", (self: GenericAlias, other: Value) =>
	other instanceof GenericAlias
		? sameType(self.origin, other.origin) &&
			self.args.length === other.args.length &&
			self.args.every((a, i) => sameType(a, other.args[i]!))
		: NotImplemented,
);
def(genericAliasClass, "__hash__", "", (self: GenericAlias) => derive("hash", [new PyTuple([self.origin, ...self.args])]));
def(genericAliasClass, "__or__", "other", (self: Value, other: Value) => union(self, other));
def(genericAliasClass, "__ror__", "other", (self: Value, other: Value) => union(other, self));
def(
	genericAliasClass,
	"__getitem__",
	"! item",
	(self: GenericAlias, item: Value) => new GenericAlias(self.origin, item instanceof PyTuple ? item.items : [item]),
);
def(genericAliasClass, "__mro_entries__", "! bases", (self: GenericAlias) => new PyTuple([self.origin]));
getter(genericAliasClass, "__origin__", (self) => (self as GenericAlias).origin);
getter(genericAliasClass, "__args__", (self) => new PyTuple((self as GenericAlias).args));
getter(genericAliasClass, "__parameters__", () => new PyTuple([]));
/** Everything else is the origin's. */
def(genericAliasClass, "__getattr__", "name", (self: GenericAlias, name: Value) => rt.getAttr(self.origin, name as string));

const isTypeLike = (v: Value): boolean =>
	v === null ||
	v instanceof PyClass ||
	v instanceof GenericAlias ||
	v instanceof UnionType ||
	v instanceof Unknown ||
	(v instanceof Obj && v.cls.module === "typing");

/** `a | b` of types; NotImplemented when one is no type. */
export function union(a: Value, b: Value): Value {
	if (!isTypeLike(a) || !isTypeLike(b)) return NotImplemented;
	if (a instanceof Unknown || b instanceof Unknown) return derive("|", [a, b]);
	const args: Value[] = [];
	for (const v of [a, b])
		for (const t of v instanceof UnionType ? v.args : [v === null ? noneClass : v]) if (!args.some((x) => sameType(x, t))) args.push(t);
	return args.length === 1 ? args[0]! : new UnionType(args);
}
def(typeClass, "__or__", "! other", union);
def(typeClass, "__ror__", "! other", (self: Value, other: Value) => union(other, self));
def(unionClass, "__or__", "! other", union);
def(unionClass, "__ror__", "! other", (self: Value, other: Value) => union(other, self));
def(unionClass, "__repr__", "", (self: UnionType) => self.args.map(typeText).join(" | "));
def(unionClass, "__eq__", "other", (self: UnionType, other: Value) =>
	other instanceof UnionType
		? self.args.length === other.args.length && self.args.every((a) => other.args.some((b) => sameType(a, b)))
		: NotImplemented,
);
def(unionClass, "__hash__", "", (self: UnionType) => derive("hash", [new PyTuple(self.args)]));
getter(unionClass, "__module__", () => "types");
getter(unionClass, "__args__", (self) => new PyTuple((self as UnionType).args));
