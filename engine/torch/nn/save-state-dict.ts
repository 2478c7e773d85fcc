/** `state_dict`: the module's tensors by name, without copies (spec section 6.2). */
import { world } from "../../autograd/world.ts";
import { def } from "../../values/native.ts";
import { py, PyTensor } from "../../values/tensor.ts";
import { PyDict, type PyInstance, type PySet, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { dictSet, entriesOf, newDict } from "./dicts.ts";
import { hooksFor } from "./hooks.ts";
import { isModule, nnModuleClass, refuse, owned } from "./module.ts";

function orderedDict(): PyDict {
	return rt.call(rt.getAttr(rt.importModule("collections"), "OrderedDict"), []) as PyDict;
}

/** Entries are detached: the same memory and version counter as the parameters. */
function saveOwn(m: PyInstance, into: PyDict, prefix: string, keepVars: boolean): void {
	const passing = m.dict.get("_non_persistent_buffers_set") as PySet;
	for (const which of ["_parameters", "_buffers"] as const)
		for (const [name, v] of entriesOf(owned(m, which))) {
			if (v === null || (which === "_buffers" && passing.entries.has(name))) continue;
			dictSet(
				into,
				`${prefix}${name}`,
				keepVars || !(v instanceof PyTensor) ? v : py(v.tensor.alias(v.tensor.sizes, v.tensor.strides, v.tensor.offset)),
			);
		}
	if (overrides(m, "get_extra_state")) dictSet(into, `${prefix}_extra_state`, rt.call(rt.getAttr(m, "get_extra_state"), []));
}

/** Whether the class has a method of its own in place of Module's. */
export const overrides = (m: PyInstance, name: string): boolean => m.cls.lookup(name) !== nnModuleClass.lookup(name);

const versionOf = (m: PyInstance): PyDict => {
	const marks = newDict();
	dictSet(marks, "version", rt.getAttr(m, "_version"));
	return marks;
};

function collect(m: PyInstance, into: PyDict, prefix: string, keepVars: boolean): Value {
	const marks = versionOf(m);
	const metadata = rt.findAttr(into, "_metadata");
	if (metadata instanceof PyDict) dictSet(metadata, prefix.slice(0, -1), marks);
	owned(m, "_state_dict_pre_hooks");
	for (const hook of hooksFor(m, "_state_dict_pre_hooks")) rt.call(hook.call, [m, prefix, keepVars]);
	rt.call(rt.getAttr(m, "_save_to_state_dict"), [into, prefix, keepVars]);
	for (const [name, child] of entriesOf(owned(m, "_modules")))
		if (isModule(child))
			rt.call(
				rt.getAttr(child, "state_dict"),
				[],
				new Map<string, Value>([
					["destination", into],
					["prefix", `${prefix}${name}.`],
					["keep_vars", keepVars],
				]),
			);
	let result: Value = into;
	for (const hook of hooksFor(m, "_state_dict_hooks")) {
		const r = rt.call(hook.call, [m, result, prefix, marks]);
		if (r === null) continue;
		if (hook.isPublic) rt.raise("RuntimeError", "state_dict post-hook must return None");
		result = r;
	}
	return result;
}
def(
	nnModuleClass,
	"_save_to_state_dict",
	"! .destination .prefix .keep_vars",
	(self: PyInstance, into: Value, prefix: Value, keepVars: Value) => {
		if (into instanceof PyDict && typeof prefix === "string") saveOwn(self, into, prefix, rt.truth(keepVars));
	},
);
const EXTRA_STATE =
	"Reached a code path in Module.%_extra_state() that should never be called. Please file an issue at https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml to report this bug.";
def(nnModuleClass, "get_extra_state", "!", () => refuse("MOD_EXTRA_STATE", "RuntimeError", EXTRA_STATE.replace("%", "getting")));
def(nnModuleClass, "set_extra_state", "! .state", () => refuse("MOD_EXTRA_STATE", "RuntimeError", EXTRA_STATE.replace("%", "setting")));
def(
	nnModuleClass,
	"state_dict",
	"! *args destination? prefix? keep_vars?",
	(self: PyInstance, args: Value[], destination?: Value, prefix?: Value, keepVars?: Value) => {
		const into = (destination instanceof PyDict ? destination : args[0] instanceof PyDict ? args[0] : null) ?? orderedDict();
		if (rt.findAttr(into, "_metadata") === undefined) rt.setAttr(into, "_metadata", orderedDict());
		world.record?.event("state-dict", { module: self, dict: into });
		return collect(
			self,
			into,
			typeof prefix === "string" ? prefix : typeof args[1] === "string" ? args[1] : "",
			keepVars !== undefined && rt.truth(keepVars),
		);
	},
);
