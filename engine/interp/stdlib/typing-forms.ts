/** The types of `typing` as values: special forms and what subscribing them gives. */
import { raiseError } from "../../values/exceptions.ts";
import { typeName } from "../../values/kinds.ts";
import { getter } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { sameType, typeText, UnionType } from "../../values/types/generic.ts";
import {
	builtinClass,
	type Kwargs,
	noneClass,
	NotImplemented,
	Obj,
	PyClass,
	PyInstance,
	PyList,
	PyTuple,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { declareImmutable } from "../guard.ts";
import { def, imported, items, tuple } from "./kit.ts";

const formClass = builtinClass("_SpecialForm", undefined, "typing");
const aliasClass = builtinClass("_GenericAlias", undefined, "typing");

/** `Any`, `List`, `Union` ...: subscribing one gives a TypingAlias. */
export class Form extends Obj {
	cls: PyClass = formClass;
	readonly name: string;
	/** The class it stands for at run time (`List` → list); null: none. */
	readonly origin: () => Value;
	constructor(name: string, origin: () => Value) {
		super();
		this.name = name;
		this.origin = origin;
	}
}
export class TypingAlias extends Obj {
	cls: PyClass = aliasClass;
	readonly form: Form | PyClass;
	readonly args: Value[];
	constructor(form: Form | PyClass, args: Value[]) {
		super();
		this.form = form;
		this.args = args;
	}
}
declareImmutable(Form, TypingAlias);
const argsOf = (item: Value): Value[] => (item instanceof PyTuple ? item.items : [item]);
const argText = (v: Value): string => (v instanceof PyList ? `[${v.items.map(typeText).join(", ")}]` : typeText(v));

export function subscribe(form: Form | PyClass, item: Value): Value {
	if (form instanceof PyClass) return new TypingAlias(form, argsOf(item));
	if (form.name === "Optional") return joined([item, null]);
	if (form.name === "Union") return joined(argsOf(item));
	if (form.name === "Annotated") return new TypingAlias(form, argsOf(item));
	if (form.name === "Any") raiseError("TypeError", "typing.Any is not subscriptable");
	return new TypingAlias(form, argsOf(item));
}
let unionForm: Form;
/** `typing.Union`, once the module is made. */
export function provideUnion(form: Form): void {
	unionForm = form;
}
/** Union: nested ones are flattened, equal members kept once, one member is itself. */
export function joined(given: Value[]): Value {
	const out: Value[] = [];
	const flat = given.flatMap((v) =>
		v instanceof TypingAlias && v.form === unionForm ? v.args : v instanceof UnionType ? v.args : [v === null ? noneClass : v],
	);
	for (const v of flat) if (!out.some((x) => sameType(x, v))) out.push(v);
	return out.length === 1 ? out[0]! : new TypingAlias(unionForm, out);
}
function textOf(v: TypingAlias): string {
	if (v.form instanceof PyClass) return `${typeText(v.form)}[${v.args.map(argText).join(", ")}]`;
	const { name } = v.form;
	if (name === "Union" && v.args.length === 2 && v.args.includes(noneClass))
		return `typing.Optional[${typeText(v.args.find((a) => a !== noneClass)!)}]`;
	if (name === "Union") return `typing.Union[${v.args.map((a) => (a === noneClass ? "NoneType" : argText(a))).join(", ")}]`;
	if (name === "Literal") return `typing.Literal[${v.args.map((a) => rt.repr(a)).join(", ")}]`;
	return `typing.${name}[${v.args.map(argText).join(", ")}]`;
}
/** `Annotated[int, "> 0"]` stands for `int`; the rest is only kept. */
export const isAnnotated = (v: Value): boolean => v instanceof TypingAlias && v.form instanceof Form && v.form.name === "Annotated";
const originOf = (v: TypingAlias): Value => (v.form instanceof PyClass ? v.form : v.form.origin());

def(formClass, "__repr__", "", (self: Form) => `typing.${self.name}`);
def(formClass, "__getitem__", "! item", (self: Form, item: Value) => subscribe(self, item));
def(formClass, "__call__", "! *args **kw", (self: Form, args: Value[], kw: Kwargs) => {
	const origin = self.origin();
	if (origin === null)
		raiseError("TypeError", self.name === "Any" ? "Any cannot be instantiated" : `Cannot instantiate typing.${self.name}`);
	return rt.call(origin, args, kw.size > 0 ? kw : null);
});
def(formClass, "__mro_entries__", "! bases", (self: Form) => {
	const origin = self.origin();
	return tuple(origin instanceof PyClass ? [origin] : []);
});
def(formClass, "__instancecheck__", "! v", (self: Form, v: Value) => {
	const origin = self.origin();
	if (origin === null) raiseError("TypeError", `typing.${self.name} cannot be used with isinstance()`);
	return rt.call(rt.getAttr(imported("builtins"), "isinstance"), [v, origin]);
});
def(formClass, "__subclasscheck__", "! v", (self: Form, v: Value) =>
	rt.call(rt.getAttr(imported("builtins"), "issubclass"), [v, self.origin()]),
);
getter(formClass, "__name__", (self) => (self as Form).name);
getter(
	formClass,
	"__origin__",
	(self) => (self as Form).origin() ?? raiseError("AttributeError", `'_SpecialForm' object has no attribute '__origin__'`),
);
/** Types that show as `List` or `Optional`; `Union[int, str]` and the like have no such name. */
const NAMELESS = new Set([
	"Union",
	"Literal",
	"Final",
	"ClassVar",
	"Annotated",
	"Concatenate",
	"Required",
	"NotRequired",
	"TypeGuard",
	"Unpack",
]);
const isOptional = (v: TypingAlias): boolean => v.form === unionForm && v.args.length === 2 && v.args.includes(noneClass);
getter(formClass, "_name", (self) => (self as Form).name);
getter(aliasClass, "_name", (self) => {
	const { form } = self as TypingAlias;
	return isOptional(self as TypingAlias) ? "Optional" : form instanceof Form && !NAMELESS.has(form.name) ? form.name : null;
});
getter(formClass, "__module__", () => "typing");
getter(aliasClass, "__module__", (self) =>
	(self as TypingAlias).form instanceof PyClass ? ((self as TypingAlias).form as PyClass).module : "typing",
);

def(aliasClass, "__repr__", "", (self: TypingAlias) => textOf(self));
def(aliasClass, "__call__", "! *args **kw", (self: TypingAlias, args: Value[], kw: Kwargs) => {
	const origin = originOf(self);
	if (origin === null)
		raiseError("TypeError", `Type ${self.form instanceof Form ? self.form.name : self.form.name} cannot be instantiated`);
	return rt.call(origin, args, kw.size > 0 ? kw : null);
});
def(
	aliasClass,
	"__getitem__",
	"! item",
	(self: TypingAlias, item: Value) =>
		new TypingAlias(
			self.form,
			self.args.map((a) => (a instanceof PyInstance && a.cls.name === "TypeVar" ? argsOf(item)[0]! : a)),
		),
);
def(aliasClass, "__mro_entries__", "! bases", (self: TypingAlias, bases: Value) => {
	const origin = originOf(self);
	if (!(origin instanceof PyClass)) return tuple([]);
	if (origin.name === "Generic" && origin.module === "typing") {
		const all = items(bases) ?? [];
		// Another generic base brings Generic along.
		const after = all.slice(all.indexOf(self) + 1);
		if (
			after.some((b) => b instanceof TypingAlias) ||
			all.some((b) => b instanceof PyClass && b.name === "Protocol" && b.module === "typing")
		)
			return tuple([]);
	}
	return tuple([origin]);
});
def(aliasClass, "__eq__", "! other", (self: TypingAlias, other: Value) => {
	if (!(other instanceof TypingAlias)) return NotImplemented;
	if (self.form !== other.form || self.args.length !== other.args.length) return false;
	const anywhere = self.form === unionForm;
	return self.args.every((a, i) => (anywhere ? other.args.some((b) => sameType(a, b)) : sameType(a, other.args[i]!)));
});
def(
	aliasClass,
	"__hash__",
	"",
	(self: TypingAlias) => new Unknown("hashes of types depend on the process", { key: `hash(${textOf(self)})` }),
);
def(aliasClass, "__getattr__", "! name", (self: TypingAlias, name: Value) => {
	const origin = originOf(self);
	const n = String(name);
	if (n === "__metadata__" && isAnnotated(self)) return tuple(self.args.slice(1));
	if (origin === null || (n.startsWith("__") && n.endsWith("__")))
		raiseError("AttributeError", `'${typeName(self)}' object has no attribute '${n}'`);
	return rt.getAttr(origin, n);
});
getter(aliasClass, "__origin__", (self) =>
	self === null
		? null
		: (self as TypingAlias).form === unionForm
			? unionForm
			: isAnnotated(self as TypingAlias)
				? (self as TypingAlias).args[0]!
				: (originOf(self as TypingAlias) ?? (self as TypingAlias).form),
);
getter(aliasClass, "__args__", (self) =>
	tuple(
		(isAnnotated(self as TypingAlias) ? (self as TypingAlias).args.slice(0, 1) : (self as TypingAlias).args).flatMap((a) =>
			a instanceof PyList ? a.items : [a],
		),
	),
);
getter(aliasClass, "__parameters__", (self) =>
	tuple((self as TypingAlias).args.filter((a) => a instanceof PyInstance && a.cls.name === "TypeVar")),
);
/** `typing.List[int]` is named after `List`; a Union of two without None has no `_name`. */
const nameOf = (v: TypingAlias): string =>
	v.form instanceof PyClass
		? v.form.name
		: v.form === unionForm && v.args.length === 2 && v.args.includes(noneClass)
			? "Optional"
			: v.form.name;
const UNNAMED = new Set(["Union", "Literal", "Annotated", "ClassVar", "Final"]);
getter(aliasClass, "__module__", (self) =>
	self === null
		? "typing"
		: isAnnotated(self)
			? rt.getAttr((self as TypingAlias).args[0]!, "__module__")
			: (self as TypingAlias).form instanceof PyClass
				? ((self as TypingAlias).form as PyClass).module
				: "typing",
);
getter(aliasClass, "_name", (self) => (UNNAMED.has(nameOf(self as TypingAlias)) ? null : nameOf(self as TypingAlias)));
for (const name of ["__name__", "__qualname__"])
	getter(aliasClass, name, (self) => (self === null ? "_GenericAlias" : nameOf(self as TypingAlias)));
getter(formClass, "__module__", () => "typing");
getter(formClass, "_name", (self) => (self as Form).name);
for (const cls of [formClass, aliasClass]) {
	def(cls, "__or__", "! other", (self: Value, other: Value) => joined([self, other]));
	def(cls, "__ror__", "! other", (self: Value, other: Value) => joined([other, self]));
}
