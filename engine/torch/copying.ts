/** Copies of tensors as `copy` and `pickle` make them: geometry stays, and what shared memory in a deep copy still does. */
import { TorchError } from "../autograd/errors.ts";
import { Storage } from "../autograd/storage.ts";
import { Tensor } from "../autograd/tensor.ts";
import { gradFnOf, requiresGrad } from "../autograd/view.ts";
import { withGradMode, world } from "../autograd/world.ts";
import { call } from "../ops/dispatch.ts";
import { def } from "../values/native.ts";
import { rt } from "../values/runtime.ts";
import { parameterClass, PyTensor, tensorClass } from "../values/tensor.ts";
import type { PyDict, Value } from "../values/value.ts";

const NONLEAF = `Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment`;
const NONLEAF_MORE =
	".  If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001";

/** Memory already copied, per memo. */
const copies = new WeakMap<PyDict, Map<Storage, Storage>>();

function copyOfStorage(from: Storage, memo: PyDict | null): Storage {
	let known = memo === null ? undefined : copies.get(memo);
	if (memo !== null && known === undefined) copies.set(memo, (known = new Map()));
	let made = known?.get(from);
	if (made === undefined) {
		made = new Storage(from.data === null ? null : (from.data.slice() as typeof from.data), from.dtype, from.elements);
		known?.set(from, made);
	}
	return made;
}

/** A tensor of the same geometry in copied memory; its memory was given to it by a set_(). */
function copyOf(t: Tensor, memo: PyDict | null): Tensor {
	const c = new Tensor(t.sizes, t.dtype, copyOfStorage(t.storage, memo), t.strides, t.offset);
	c.wholeStorage = t.wholeStorage;
	c.unknownShape = t.unknownShape;
	c.unknownDtype = t.unknownDtype;
	c.unknownGrad = t.unknownGrad;
	c.device = t.device;
	c.counter.bump("set_");
	return c;
}

function warnOfHooks(t: Tensor): void {
	// Looking at what is there does not bring a view up to date.
	const node = t.gradFn;
	const hooks = node === null ? t.hooks : node.hooks?.tensor.filter((h) => h.nr === t.outputNr).map((h) => h.hook);
	for (const hook of hooks ?? []) {
		if (hook.text === undefined) continue;
		rt.warn(
			"UserWarning",
			`backward hook ${hook.text()} on tensor will not be serialized.  If this is expected, you can decorate the function with @torch.utils.hooks.unserializable_hook to suppress this warning`,
		);
	}
}

/** What `pickle` keeps; `torch.save` also keeps which tensors share memory. */
function pickled(o: PyTensor, memo: PyDict): PyTensor {
	const t = o.tensor;
	if (o.cls === tensorClass) warnOfHooks(t);
	const c = copyOf(t, memo.entries.has("sharing") ? memo : null);
	c.requiresGradFlag = requiresGrad(t);
	return withAttributes(c, o);
}
function withAttributes(t: Tensor, of: PyTensor): PyTensor {
	const out = new PyTensor(t, of.cls);
	if (of.dict !== null) out.dict = new Map(of.dict);
	return out;
}

const method = (name: string, signature: string, f: (o: PyTensor, ...args: Value[]) => Value): void =>
	def(tensorClass, name, `! ${signature}`, (v: Value, ...args: Value[]) => f(v as PyTensor, ...args));

method("__deepcopy__", "memo", (o, given) => {
	const memo = given as PyDict;
	if (memo.entries.has("pickling")) return pickled(o, memo);
	const t = o.tensor;
	if (gradFnOf(t) !== null)
		throw new TorchError("RuntimeError", `${NONLEAF}${world.profile === "2.13" ? NONLEAF_MORE : ""}`, {
			key: "DEEPCOPY_NONLEAF",
			tensor: t,
		});
	if (o.cls.isSubclassOf(parameterClass)) {
		const c = withGradMode(false, () => call("clone", t, "preserve_format"));
		// A copy is no computation that lost its graph.
		c.lineage = null;
		c.requiresGradFlag = t.requiresGradFlag;
		return new PyTensor(c, o.cls);
	}
	const c = copyOf(t, memo);
	c.requiresGradFlag = requiresGrad(t);
	if (t.grad !== null) c.grad = copyOf(t.grad, memo);
	return withAttributes(c, o);
});

method("__copy__", "", (o) => {
	const t = o.tensor;
	if (o.cls === tensorClass) warnOfHooks(t);
	const a = t.alias(t.sizes, t.strides, t.offset, false);
	if (world.inferenceMode) a.isInference = true;
	a.requiresGradFlag = requiresGrad(t);
	// Its memory was given to it by a set_(); a Parameter is made around it.
	if (o.cls === tensorClass) a.counter.bump("set_");
	return withAttributes(a, o);
});
