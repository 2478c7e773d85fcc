/** `load_state_dict` with PyTorch's collected errors (spec section 6.2). */
import { TorchError } from "../../autograd/errors.ts";
import { dimText } from "../../shape/dim.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { withGradMode, world } from "../../autograd/world.ts";
import { call, callInPlace } from "../../ops/dispatch.ts";
import { def, getter } from "../../values/native.ts";
import { isParameter, parameterClass, PyTensor } from "../../values/tensor.ts";
import {
	PyDict,
	type PyInstance,
	PyList,
	type PySet,
	PyTuple,
	strClass,
	Unknown,
	type Value,
	builtinClass,
	NativeProperty,
	tupleClass,
} from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { dictGet, dictSet, entriesOf, newDict } from "./dicts.ts";
import { familyClasses } from "./layer-bases.ts";
import { hooksFor, loadHookArguments } from "./hooks.ts";
import { overrides } from "./save-state-dict.ts";
import { isModule, nnModuleClass, parametersOf, setModuleAttr, owned } from "./module.ts";

const sizeText = (t: Tensor): string => `torch.Size([${t.sizes.map(dimText).join(", ")}])`;

interface Loading {
	missing: PyList;
	unexpected: PyList;
	errors: PyList;
	assign: boolean;
	/** What the dictionary knows of the modules it was made of (`_metadata`); null for one that `state_dict` did not make. */
	metadata: PyDict | null;
}

/** Normalization layers take their own count of batches where a dictionary without version marks (any that `state_dict` did not make) has none. */
function countBatches(m: PyInstance, state: PyDict, prefix: string, marks: PyDict): void {
	if (typeof dictGet(marks, "version") === "number" || !isNorm(m)) return;
	const own = dictGet(owned(m, "_buffers"), "num_batches_tracked");
	const key = `${prefix}num_batches_tracked`;
	if (own instanceof PyTensor && dictGet(state, key) === undefined) dictSet(state, key, own);
}
const isNorm = (m: PyInstance): boolean => m.cls.isSubclassOf(familyClasses.get("_NormBase")!);
/** The version of the layer's state: norms count batches since theirs was raised. */
getter(nnModuleClass, "_version", (self) => (isNorm(self as PyInstance) ? 2 : 1));

/** The module's own tensors, then its children's with their part of the dictionary, then the hooks that see what was missing. */
function loadInto(m: PyInstance, state: PyDict, prefix: string, l: Loading): void {
	const marks = newDict();
	const known = l.metadata === null ? undefined : dictGet(l.metadata, prefix.slice(0, -1));
	if (known instanceof PyDict) for (const [k, v] of entriesOf(known)) dictSet(marks, k, v);
	if (l.assign) dictSet(marks, "assign_to_params_buffers", true);
	rt.call(rt.getAttr(m, "_load_from_state_dict"), [state, prefix, marks, true, l.missing, l.unexpected, l.errors]);
	for (const [name, child] of entriesOf(owned(m, "_modules"))) {
		if (!isModule(child)) continue;
		const inner = `${prefix}${name}.`;
		const part = newDict();
		for (const [k, v] of entriesOf(state)) if (typeof k === "string" && k.startsWith(inner)) dictSet(part, k, v);
		part.hasUnknownKeys = state.hasUnknownKeys;
		loadInto(child, part, inner, l);
	}
	const after = hooksFor(m, "_load_state_dict_post_hooks");
	if (after.length === 0) return;
	const keys = incompatible(l.missing, l.unexpected);
	for (const hook of after)
		if (rt.call(hook.call, [m, keys]) !== null)
			rt.raise(
				"AssertionError",
				"Hooks registered with ``register_load_state_dict_post_hook`` are not expected to return new values, if incompatible_keys need to be modified, it should be done inplace.",
			);
}

function loadOwn(
	m: PyInstance,
	state: PyDict,
	prefix: string,
	marks: PyDict,
	strict: boolean,
	missing: PyList,
	unexpected: PyList,
	errors: PyList,
): void {
	owned(m, "_load_state_dict_pre_hooks");
	for (const hook of hooksFor(m, "_load_state_dict_pre_hooks"))
		rt.call(hook.call, loadHookArguments(hook, m, [state, prefix, marks, strict, missing, unexpected, errors]));
	const passing = m.dict.get("_non_persistent_buffers_set") as PySet;
	countBatches(m, state, prefix, marks);
	const assign = dictGet(marks, "assign_to_params_buffers") === true;
	const local = new Map<string, Value>();
	for (const which of ["_parameters", "_buffers"] as const)
		for (const [name, v] of entriesOf(owned(m, which)))
			if (v !== null && !(which === "_buffers" && passing.entries.has(name))) local.set(String(name), v);
	for (const [name, param] of local) {
		const key = prefix + name;
		const value = dictGet(state, key);
		if (!(param instanceof PyTensor)) continue;
		if (value === undefined) {
			if (strict && !state.hasUnknownKeys) missing.items.push(key);
		} else if (value instanceof Unknown) {
			param.tensor.storage.data = null;
			param.tensor.counter.bump("load_state_dict");
		} else if (value instanceof PyTensor) loadOne(m, name, key, param, value, assign, errors.items);
		else
			errors.items.push(
				`While copying the parameter named "${key}", expected torch.Tensor or Tensor-like object from checkpoint but received ${rt.repr(rt.typeOf(value))}`,
			);
	}
	const extra = `${prefix}_extra_state`;
	const given = dictGet(state, extra);
	if (overrides(m, "set_extra_state")) {
		if (given !== undefined) rt.call(rt.getAttr(m, "set_extra_state"), [given]);
		else if (strict && !state.hasUnknownKeys) missing.items.push(extra);
	} else if (strict && given !== undefined) unexpected.items.push(extra);
	if (!strict) return;
	const children = owned(m, "_modules");
	for (const [key] of entriesOf(state)) {
		if (typeof key !== "string" || !key.startsWith(prefix) || key === extra) continue;
		const [first, ...rest] = key.slice(prefix.length).split(".") as [string, ...string[]];
		if (rest.length > 0 ? dictGet(children, first) === undefined : !local.has(first)) unexpected.items.push(key);
	}
}
def(
	nnModuleClass,
	"_load_from_state_dict",
	"! .state_dict .prefix .local_metadata .strict .missing_keys .unexpected_keys .error_msgs",
	(self: PyInstance, state: Value, prefix: Value, marks: Value, strict: Value, missing: Value, unexpected: Value, errors: Value) => {
		const lists = [missing, unexpected, errors].map((v) => (v instanceof PyList ? v : new PyList([])));
		if (state instanceof PyDict && typeof prefix === "string")
			loadOwn(self, state, prefix, marks instanceof PyDict ? marks : newDict(), rt.truth(strict), lists[0]!, lists[1]!, lists[2]!);
	},
);

function loadOne(m: PyInstance, name: string, key: string, param: PyTensor, value: PyTensor, assign: boolean, errors: Value[]): void {
	const to = param.tensor;
	let from = value.tensor;
	const known = !to.unknownShape && !from.unknownShape;
	if (known && to.dim === 0 && from.dim === 1 && from.sizes[0] === 1) from = call("select.int", from, 0, 0);
	if (
		known &&
		(to.dim !== from.dim || to.sizes.some((s, i) => typeof s === "number" && typeof from.sizes[i] === "number" && s !== from.sizes[i]))
	) {
		errors.push(
			`size mismatch for ${key}: copying a param with shape ${sizeText(from)} from checkpoint, the shape in current model is ${sizeText(to)}.`,
		);
		return;
	}
	withGradMode(false, () => {
		try {
			if (assign) {
				const fresh = isParameter(param) && !isParameter(value) ? asParameter(from, to.requiresGradFlag) : value;
				setModuleAttr(m, name, fresh);
			} else {
				if (to.device === "meta" && from.device !== "meta")
					rt.warn(
						"UserWarning",
						`for ${key}: copying from a non-meta parameter in the checkpoint to a meta parameter in the current model, which is a no-op. (Did you mean to pass \`assign=True\` to assign items in the state dictionary to their corresponding key in the module instead of copying them in place?)`,
					);
				callInPlace("copy", [to, from, false], "copy_");
				world.record?.event("load", { module: m, name, tensor: to, from });
			}
		} catch (e) {
			if (!(e instanceof TorchError)) throw e;
			errors.push(
				`While copying the parameter named "${key}", whose dimensions in the model are ${sizeText(to)} and whose dimensions in the checkpoint are ${sizeText(from)}, an exception occurred : ('${e.message.replaceAll("'", "\\'")}',).`,
			);
		}
	});
}
function asParameter(t: Tensor, requiresGradFlag: boolean): PyTensor {
	const alias = t.alias(t.sizes, t.strides, t.offset);
	alias.requiresGradFlag = requiresGradFlag;
	return new PyTensor(alias, parameterClass);
}

const incompatibleKeys = builtinClass("_IncompatibleKeys", [tupleClass], "torch.nn.modules.module");
incompatibleKeys.set("missing_keys", new NativeProperty("missing_keys", (self) => (self as PyTuple).items[0]!));
incompatibleKeys.set("unexpected_keys", new NativeProperty("unexpected_keys", (self) => (self as PyTuple).items[1]!));
function incompatible(missing: Value, unexpected: Value): PyTuple {
	const keys = new PyTuple([missing, unexpected]);
	keys.cls = incompatibleKeys;
	return keys;
}
const keysText = (self: Value): Value => {
	const [missing, unexpected] = (self as PyTuple).items as [PyList, PyList];
	if (!(missing instanceof PyList) || !(unexpected instanceof PyList))
		return new Unknown("keys of an unknown checkpoint", { type: strClass });
	if (missing.items.length === 0 && unexpected.items.length === 0) return "<All keys matched successfully>";
	return `_IncompatibleKeys(missing_keys=${rt.repr(missing)}, unexpected_keys=${rt.repr(unexpected)})`;
};
for (const n of ["__repr__", "__str__"]) def(incompatibleKeys, n, "", keysText);

def(
	nnModuleClass,
	"load_state_dict",
	"! .state_dict .strict? .assign?",
	(self: PyInstance, state: Value, strict?: Value, assign?: Value) => {
		if (state instanceof Unknown) {
			// A checkpoint we cannot read: every tensor may have changed.
			for (const p of parametersOf(self)) {
				p.tensor.storage.data = null;
				p.tensor.counter.bump("load_state_dict");
			}
			return incompatible(new Unknown("missing keys of an unknown checkpoint"), new Unknown("unexpected keys of an unknown checkpoint"));
		}
		if (!(state instanceof PyDict)) rt.raise("TypeError", `Expected state_dict to be dict-like, got ${rt.str(rt.typeOf(state))}.`);
		const copy = newDict();
		for (const [k, v] of entriesOf(state as PyDict)) dictSet(copy, k, v);
		copy.hasUnknownKeys = (state as PyDict).hasUnknownKeys;
		const metadata = rt.findAttr(state, "_metadata");
		const l: Loading = {
			missing: new PyList([]),
			unexpected: new PyList([]),
			errors: new PyList([]),
			assign: assign !== undefined && rt.truth(assign),
			metadata: metadata instanceof PyDict ? metadata : null,
		};
		loadInto(self, copy, "", l);
		if (strict === undefined || rt.truth(strict)) {
			const quoted = (keys: PyList): string => keys.items.map((k) => `"${String(k)}"`).join(", ");
			if (l.unexpected.items.length > 0) l.errors.items.unshift(`Unexpected key(s) in state_dict: ${quoted(l.unexpected)}. `);
			if (l.missing.items.length > 0) l.errors.items.unshift(`Missing key(s) in state_dict: ${quoted(l.missing)}. `);
		}
		if (l.errors.items.length > 0)
			throw new TorchError(
				"RuntimeError",
				`Error(s) in loading state_dict for ${self.cls.name}:\n\t${l.errors.items.map(String).join("\n\t")}`,
				{ key: "LOAD" },
			);
		return incompatible(l.missing, l.unexpected);
	},
);
