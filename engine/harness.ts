/**
 * How definitions that the script never uses are exercised: a module is built with its defaults (or symbolic arguments), called on
 * symbolic inputs, and trained for three virtual steps, because some errors need the second or third iteration to show.
 */
import { TorchError } from "./autograd/errors.ts";
import { runBackward } from "./autograd/backward.ts";
import type { Tensor } from "./autograd/tensor.ts";
import { requiresGrad } from "./autograd/view.ts";
import { withGradMode, world } from "./autograd/world.ts";
import { StarUnknown } from "./interp/bind.ts";
import { callWithUnknownStars } from "./interp/calls.ts";
import type { Harness } from "./interp/roots.ts";
import { argumentsFor, keywordsFor } from "./interp/roots.ts";
import { call, callInPlace } from "./ops/dispatch.ts";
import { unknownTensor } from "./ops/unknown-results.ts";
import type { Arg } from "./syntax/nodes.ts";
import { isModule, nnModuleClass, parametersOf } from "./torch/nn/module.ts";
import { py, PyTensor, tensorClass } from "./values/tensor.ts";
import {
	boolClass,
	floatClass,
	intClass,
	PyClass,
	PyDict,
	PyFunction,
	PyInstance,
	PyList,
	PyTuple,
	strClass,
	Unknown,
	type Value,
} from "./values/value.ts";
import { rt } from "./values/runtime.ts";

const STEPS = 3;
const PLAIN = new Set<PyClass>([intClass, floatClass, strClass, boolClass]);

/** A tensor from a caller: it may require grad, or have a graph. */
function given(): Tensor {
	const t = unknownTensor();
	t.unknownGrad = true;
	return t;
}

/** A forward argument: a tensor of unknown shape and dtype, unless the annotation says otherwise. */
function input(parameter: Arg, annotation: Value | undefined): Value {
	if (annotation === undefined || annotation === (tensorClass as Value)) {
		const t = given();
		t.name = parameter.name;
		return py(t);
	}
	if (annotation instanceof PyClass && PLAIN.has(annotation))
		return new Unknown(`the argument \`${parameter.name}\` is not known`, { key: `arg ${parameter.name}`, type: annotation });
	return new Unknown(`the argument \`${parameter.name}\` is not known`, { key: `arg ${parameter.name}` });
}

const forInputs: Harness = { argument: (_fn, parameter, annotation) => input(parameter, annotation) };

export const harness: Harness = {
	argument(_fn, _parameter, annotation) {
		return annotation === (tensorClass as Value) ? py(given()) : undefined;
	},
	runClass(cls) {
		if (!cls.isSubclassOf(nnModuleClass)) return false;
		const init = cls.lookup("__init__");
		const forward = cls.lookup("forward");
		if (cls.hasUnknownBase) return true;
		const self = init instanceof PyFunction ? rt.call(cls, argumentsFor(init, {}, 1), keywordsFor(init, {})) : withoutInit(cls);
		if (!isModule(self) || !(forward instanceof PyFunction)) return true;
		trainVirtually(self, forward);
		return true;
	},
};

/** A subclass of a layer that brings no `__init__`: with no arguments, or else with some that are not known. */
function withoutInit(cls: PyClass): Value {
	try {
		return rt.call(cls, [], null);
	} catch (e) {
		if (rt.asRaise(e)?.value.cls.name !== "TypeError") throw e;
		return callWithUnknownStars(cls, [new StarUnknown(`what \`${cls.name}\` is made with is not known`)], null);
	}
}

function trainVirtually(model: PyInstance, forward: PyFunction): void {
	for (let step = 0; step < STEPS; step++) {
		const out = rt.call(model, argumentsFor(forward, forInputs, 1), keywordsFor(forward, forInputs));
		const roots = tensorsIn(out).filter((t) => requiresGrad(t) && !t.unknownGrad);
		if (roots.length === 0) return;
		const grads = roots.map((t) => (t.unknownShape ? unknownTensor(t) : withGradMode(false, () => call("ones_like", t))));
		try {
			runBackward(roots, grads, { retainGraph: false, createGraph: false, inputs: null, accumulate: true, allowUnused: true });
		} catch (e) {
			// The same conversion as at a call boundary, so that the record has it.
			if (e instanceof TorchError) world.record?.event("raise", { error: e, caught: false, virtual: step });
			else throw e;
			return;
		}
		update(model);
	}
}

/** What an optimizer would do: one in-place write to every parameter that has a gradient. */
function update(model: PyInstance): void {
	const ready = parametersOf(model)
		.map((p) => p.tensor)
		.filter((t) => t.grad !== null);
	world.record?.event("virtual-step", { module: model, ready });
	withGradMode(false, () => {
		for (const t of ready) {
			t.grad = null;
			callInPlace("mul.Tensor", [t, 1], "optimizer.step");
		}
	});
}

function tensorsIn(v: Value, depth = 0): Tensor[] {
	if (depth > 6) return [];
	if (v instanceof PyTensor) return [v.tensor];
	if (v instanceof PyTuple || v instanceof PyList) return v.items.flatMap((x) => tensorsIn(x, depth + 1));
	if (v instanceof PyDict) return [...v.entries.values()].flatMap(([, x]) => tensorsIn(x, depth + 1));
	if (v instanceof PyInstance) return v.cls.isSubclassOf(nnModuleClass) ? [] : [...v.dict.values()].flatMap((x) => tensorsIn(x, depth + 1));
	return [];
}
