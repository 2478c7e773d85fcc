/** The module `torch.autograd` as Python sees it. */
import { native } from "../values/native.ts";
import { PyModule, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { backward, batchedGrad, grad, sequence } from "./backward.ts";
import { detectAnomaly, enableGrad, inferenceMode, noGrad, setDetectAnomaly, setGradEnabled } from "./grad-modes.ts";
import { submodule } from "./namespace.ts";
import { variableClass } from "./variable.ts";

const gradFunction = native(
	"grad",
	"! .outputs .inputs .grad_outputs? .retain_graph? .create_graph? .only_inputs? .allow_unused? .is_grads_batched? .materialize_grads?",
	(o: Value, i: Value, g?: Value, retain?: Value, create?: Value, _only?: Value, unused?: Value, batched?: Value, materialize?: Value) =>
		(batched === true ? batchedGrad : grad)(o, i, g ?? null, retain ?? null, create ?? false, unused ?? null, materialize ?? false),
);
const backwardFunction = native(
	"backward",
	"! .tensors .grad_tensors? .retain_graph? .create_graph? .grad_variables? .inputs?",
	(t: Value, g?: Value, retain?: Value, create?: Value, older?: Value, inputs?: Value) => {
		if (older !== undefined && older !== null) {
			rt.warn("FutureWarning", "`grad_variables` is deprecated. Use `grad_tensors` instead.");
			if (g !== undefined && g !== null)
				rt.raise(
					"RuntimeError",
					"`grad_tensors` and `grad_variables` (deprecated) arguments both passed to `backward()`. Please only use `grad_tensors`.",
				);
		}
		backward(sequence(t), g ?? older ?? null, retain ?? null, create ?? false, inputs ?? null, false);
		return null;
	},
);

const GRADCHECK = ["gradcheck", "gradgradcheck"];
export function autogradModule(): PyModule {
	const m = new PyModule("torch.autograd", null);
	m.dict.set("grad", gradFunction);
	m.dict.set("backward", backwardFunction);
	m.dict.set(
		"is_multithreading_enabled",
		native("is_multithreading_enabled", "", () => true),
	);
	for (const c of [noGrad, enableGrad, setGradEnabled, inferenceMode, detectAnomaly, setDetectAnomaly]) m.dict.set(c.name, c);
	m.missing = (name) => {
		if (!GRADCHECK.includes(name)) return submodule(`torch.autograd.${name}`);
		const home = rt.importModule("torch.autograd.gradcheck");
		// The import binds the module's name to the module; the function of that name comes after it.
		for (const n of GRADCHECK) m.dict.set(n, rt.getAttr(home, n));
		return m.dict.get(name);
	};
	m.dict.set("Variable", variableClass);
	return m;
}
