/** The module `_gradsight`: what our own Python prelude asks of the engine (events for the rules, exact gradient resets). Not importable by accident: users have no reason to. */
import { TorchError } from "../autograd/errors.ts";
import { world } from "../autograd/world.ts";
import { native } from "../values/native.ts";
import { PyTensor } from "../values/tensor.ts";
import { type Kwargs, PyModule, Unknown, type Value } from "../values/value.ts";
import { typeText, zeroGrad } from "./nn/module.ts";

export function hooksModule(): PyModule {
	const m = new PyModule("_gradsight", null);
	for (const f of [
		native("event", "! kind **facts", (kind: Value, facts: Kwargs) => {
			world.record?.event(String(kind), Object.fromEntries(facts));
			return null;
		}),
		native("fail", "! key type message", (key: Value, type: Value, message: Value) => {
			throw new TorchError(String(type), String(message), { key: String(key) });
		}),
		native("is_unknown", "! value", (v: Value) => v instanceof Unknown),
		native("type_text", "! value", (v: Value) => typeText(v)),
		native("zero_grad", "! param set_to_none", (p: Value, toNone: Value) => {
			if (p instanceof PyTensor) zeroGrad(p, toNone === true);
			return null;
		}),
		native("bump", "! tensor name", (t: Value, name: Value) => {
			if (t instanceof PyTensor) t.tensor.counter.bump(String(name));
			return null;
		}),
		native("forget", "! tensor", (t: Value) => {
			if (t instanceof PyTensor) t.tensor.storage.data = null;
			return null;
		}),
	])
		m.dict.set(f.name, f);
	return m;
}
