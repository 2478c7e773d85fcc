/** `torch.manual_seed` and `torch.Generator`. */
import { builtinClass, objectClass, PyInstance, Unknown, type Value } from "../values/value.ts";
import { def } from "../values/native.ts";
import { PyDevice } from "../values/tensor.ts";
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
def(generatorClass, "get_state", "", () => new Unknown("state of a generator"));
def(generatorClass, "set_state", "! state", (self: Value) => {
	gen(self).forget();
	return null;
});
void PyDevice;
