/** `super()` in both forms: an object whose attributes are looked up after a class in another class's MRO. */
import { raiseError } from "../../values/exceptions.ts";
import { typeName, typeOf } from "../../values/kinds.ts";
import { def } from "../../values/native.ts";
import { rt } from "../../values/runtime.ts";
import { HOLE, strValue } from "../../values/text.ts";
import {
	Obj,
	objectClass,
	PyClass,
	PyFunction,
	PyInstance,
	PyBuiltin,
	PyClassMethod,
	PyMethod,
	PyProperty,
	superClass,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { bindAttribute } from "../attributes.ts";

export class PySuper extends Obj {
	cls: PyClass = superClass;
	readonly start: PyClass;
	readonly self: Value;
	/** The class whose MRO is walked. */
	readonly type: PyClass;
	constructor(start: PyClass, self: Value, type: PyClass) {
		super();
		this.start = start;
		this.self = self;
		this.type = type;
	}
}
superClass.alloc = (_cls, args) => {
	let start: Value | undefined = args[0];
	let self: Value | undefined = args[1];
	if (args.length === 0) {
		const frame = rt.frame();
		if (frame.definingClass === null)
			raiseError("RuntimeError", frame.self === undefined ? "super(): no arguments" : "super(): __class__ cell not found");
		start = frame.definingClass;
		self = frame.self;
		if (self === undefined) raiseError("RuntimeError", "super(): no arguments");
	}
	if (start instanceof Unknown || self instanceof Unknown) return new Unknown("`super()` of something not known");
	if (!(start instanceof PyClass)) raiseError("TypeError", `super() argument 1 must be a type, not ${typeName(start!)}`);
	if (self === undefined) raiseError("NotImplementedError", "unbound super objects are not modelled");
	if (self instanceof PyClass && self.isSubclassOf(start)) return new PySuper(start, self, self);
	const type = typeOf(self);
	if (!type.isSubclassOf(start)) raiseError("TypeError", "super(type, obj): obj must be an instance or subtype of type");
	return new PySuper(start, self, type);
};

def(superClass, "__getattribute__", "! name", (s: PySuper, given: Value) => {
	const name = given as string;
	if (name === "__class__") return superClass;
	if (name === "__thisclass__") return s.start;
	if (name === "__self__") return s.self;
	if (name === "__self_class__") return s.type;
	const { mro } = s.type;
	for (let i = mro.indexOf(s.start) + 1; i < mro.length; i++) {
		const c = mro[i]!;
		const attr = c.dict.get(name);
		if (attr === undefined) continue;
		if (c === objectClass && s.type.hasUnknownBase) break;
		// Whoever calls it has the object built by something not known.
		if (attr instanceof Unknown && name === "__init__" && s.self !== s.type) return new PyMethod(attr, s.self);
		return bound(s, attr);
	}
	if (s.type.hasUnknownBase) return new Unknown(`\`${name}\` may come from a base class of \`${s.type.name}\` that is not known`);
	raiseError("AttributeError", `'super' object has no attribute '${name}'`);
});
function bound(s: PySuper, attr: Value): Value {
	if (s.self !== s.type) return bindAttribute(attr, s.self, s.type);
	// Through a class: functions stay plain, class methods get the class that was asked.
	if (attr instanceof PyFunction || attr instanceof PyBuiltin || attr instanceof PyProperty) return attr;
	if (attr instanceof PyClassMethod) return new PyMethod(attr.func, s.type);
	if (attr instanceof PyInstance) {
		const getter = attr.cls.lookup("__get__");
		return getter === undefined || getter === null ? attr : rt.call(getter, [attr, null, s.type]);
	}
	return bindAttribute(attr, s.self, s.type);
}
def(superClass, "__repr__", "", (s: PySuper) =>
	strValue(`<super: <class '${s.start.name}'>, <${s.type.name} object>>`.replace("object>>", `object at 0x${HOLE}>>`)),
);
