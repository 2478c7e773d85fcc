/** `torch.manual_seed` and `torch.Generator`. */
import { builtinClass, objectClass, PyInstance, Unknown, type Value } from "../values/value.ts";
import { def } from "../values/native.ts";
import { Tensor } from "../autograd/tensor.ts";
import { dtypes } from "../shape/dtype.ts";
import { PyTensor } from "../values/tensor.ts";
import { asInt } from "../values/kinds.ts";
import { defaultGenerator, Generator } from "../ops/random/generator.ts";

export const generatorClass = builtinClass("Generator", [objectClass], "torch");
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
	else defaultGenerator().manualSeed(Number(BigInt.asUintN(53, BigInt(n))));
	return new Unknown("torch.Generator", { key: "default_generator" });
}
export function seedAny(): Value {
	defaultGenerator().forget();
	return new Unknown("seed");
}
def(generatorClass, "__init__", "! .device?", () => null);
def(generatorClass, "manual_seed", "! .seed", (self: Value, seed: Value) => {
	const n = asInt(seed);
	if (n === null) gen(self).forget();
	else gen(self).manualSeed(Number(BigInt.asUintN(53, BigInt(n))));
	return self;
});
def(generatorClass, "seed", "", (self: Value) => {
	gen(self).forget();
	return new Unknown("seed");
});
def(generatorClass, "initial_seed", "", (self: Value) => gen(self).initialSeed ?? new Unknown("seed"));
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
