/** `torch.manual_seed` and `torch.Generator`. */
import { builtinClass, objectClass, PyInstance, Unknown, type Value } from "../values/value.ts";
import { def } from "../values/native.ts";
import { Tensor } from "../autograd/tensor.ts";
import { dtypes } from "../shape/dtype.ts";
import { PyTensor } from "../values/tensor.ts";
import { asInt } from "../values/kinds.ts";
import { defaultGenerator, Generator } from "../ops/random/generator.ts";

export const generatorClass = builtinClass("Generator", [objectClass], "torch._C");
generatorClass.alloc = (c) => {
	const o = new PyInstance(c);
	o.native = new Generator();
	return o;
};
const gen = (v: Value): Generator => (v as PyInstance).native as Generator;

/** Seeds the default generator; an unknown seed leaves it with unknown numbers. */
export function manualSeed(seed: Value): Value {
	const n = asInt(seed);
	if (n === null) defaultGenerator().forget();
	else defaultGenerator().manualSeed(n);
	return defaultObject;
}
/** `torch.default_generator`: one object, whichever world's generator it stands for now. */
export const defaultObject = new PyInstance(generatorClass);
Object.defineProperty(defaultObject, "native", { get: defaultGenerator, set: () => undefined });
export const initialSeed = (): Value => seedOf(defaultGenerator());
function seedOf(g: Generator): Value {
	const seed = g.initialSeed;
	if (seed === null) return new Unknown("seed");
	return Number.isSafeInteger(Number(seed)) ? Number(seed) : seed;
}
export function seedAny(): Value {
	defaultGenerator().forget();
	return new Unknown("seed");
}
def(generatorClass, "__init__", "! .device?", () => null);
def(generatorClass, "manual_seed", "! .seed", (self: Value, seed: Value) => {
	const n = asInt(seed);
	if (n === null) gen(self).forget();
	else gen(self).manualSeed(n);
	return self;
});
def(generatorClass, "seed", "", (self: Value) => {
	gen(self).forget();
	return new Unknown("seed");
});
def(generatorClass, "initial_seed", "", (self: Value) => seedOf(gen(self)));
/** What the byte tensors given out by `get_state` stand for. */
const states = new WeakMap<Value & object, Generator>();
function stateOf(g: Generator): Value {
	const bytes = new PyTensor(Tensor.make([5056], dtypes.uint8, null));
	states.set(bytes, g.snapshot());
	return bytes;
}
function restore(g: Generator, state: Value): Value {
	const kept = state instanceof PyTensor ? states.get(state) : undefined;
	if (kept === undefined) g.forget();
	else g.restore(kept);
	return null;
}
def(generatorClass, "get_state", "", (self: Value) => stateOf(gen(self)));
def(generatorClass, "set_state", "! state", (self: Value, state: Value) => {
	restore(gen(self), state);
	return self;
});
export const getRngState = (): Value => stateOf(defaultGenerator());
export const setRngState = (state: Value): Value => restore(defaultGenerator(), state);
