/** Members of a module by their dotted path: `get_submodule`, `get_parameter` ... */
import { def } from "../../values/native.ts";
import { parameterClass, PyTensor } from "../../values/tensor.ts";
import { type PyInstance, PyList, Unknown, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { dictKeys, entriesOf } from "./dicts.ts";
import { isModule, nnModuleClass, setModuleAttr, owned } from "./module.ts";

function descend(self: PyInstance, target: string): PyInstance {
	let at: Value = self;
	for (const part of target === "" ? [] : target.split(".")) {
		const next: Value | undefined = rt.findAttr(at, part);
		if (next === undefined) rt.raise("AttributeError", `${(at as PyInstance).cls.name} has no attribute \`${part}\``);
		if (!isModule(next)) rt.raise("AttributeError", `\`${part}\` is not an nn.Module`);
		at = next as Value;
	}
	return at as PyInstance;
}
def(nnModuleClass, "set_submodule", "! .target .module .strict?", (self: PyInstance, target: Value, module: Value, strict?: Value) => {
	if (typeof target !== "string") return;
	if (target === "") rt.raise("ValueError", "Cannot set the submodule without a target name!");
	const at = target.lastIndexOf(".");
	const name = target.slice(at + 1);
	if (!isModule(module) && !(module instanceof Unknown))
		rt.raise("ValueError", `\`module\` is not an nn.Module, found ${rt.str(rt.typeOf(module))}`);
	const parent = descend(self, at < 0 ? "" : target.slice(0, at));
	const old = rt.findAttr(parent, name);
	if (old === undefined && strict === true) rt.raise("AttributeError", `${parent.cls.name} has no attribute \`${name}\``);
	if (old !== undefined && !isModule(old)) rt.raise("AttributeError", `\`${name}\` is not an nn.Module`);
	setModuleAttr(parent, name, module);
});
def(nnModuleClass, "get_submodule", "! .target", (self: PyInstance, target: Value) =>
	typeof target === "string" ? descend(self, target) : new Unknown("submodule"),
);
for (const n of ["get_parameter", "get_buffer"])
	def(nnModuleClass, n, "! .target", (self: PyInstance, target: Value) => {
		if (typeof target !== "string") return new Unknown("parameter");
		const at = target.lastIndexOf(".");
		const m = descend(self, at < 0 ? "" : target.slice(0, at));
		const name = target.slice(at + 1);
		const found = rt.findAttr(m, name);
		if (found === undefined) rt.raise("AttributeError", `${m.cls.name} has no attribute \`${name}\``);
		if (n === "get_parameter" && !(found instanceof PyTensor && found.cls.isSubclassOf(parameterClass)))
			rt.raise("AttributeError", `\`${name}\` is not an nn.Parameter`);
		if (n === "get_buffer" && !entriesOf(owned(m, "_buffers")).some(([k]) => k === name))
			rt.raise("AttributeError", `\`${name}\` is not a buffer`);
		return found!;
	});
def(nnModuleClass, "__dir__", "", (self: PyInstance) => {
	owned(self, "_parameters");
	return new PyList(dictKeys(owned(self, "_modules")));
});
