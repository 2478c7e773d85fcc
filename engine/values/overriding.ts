/** `__torch_function__`: a place where calls of torch are looked at first, once some class wants that. */
import type { Kwargs, PyBuiltin, Value } from "./value.ts";

export const overriding: {
	/** A class was made that derives from Tensor or takes over functions: until then no call is looked at. */
	isWanted: boolean;
	/** The answer of a class that takes the call over; undefined: nobody does. */
	answer: (f: PyBuiltin, args: Value[], kw: Kwargs | null) => Value | undefined;
	/** What an attribute of a tensor gives, of the tensor's class where that is passed on. */
	attribute: (self: Value, value: Value) => Value;
} = { isWanted: false, answer: () => undefined, attribute: (_self, value) => value };
