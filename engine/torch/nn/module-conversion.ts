/** Conversion of whole modules: `to`, `float`, `cuda` ... (spec section 1.4). */
import { formatOf } from "../formats.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { withGradMode } from "../../autograd/world.ts";
import { call } from "../../ops/dispatch.ts";
import { copyOutOfMeta } from "../../ops/table/creation.ts";
import { def } from "../../values/native.ts";
import { py, PyDevice, PyTensor } from "../../values/tensor.ts";
import type { Kwargs, PyInstance, Value } from "../../values/value.ts";
import { dtypeOf } from "../decode.ts";
import { deviceIn, parseDevice } from "../devices.ts";
import { convertTo } from "../tensor-conversion.ts";
import { dictSet, entriesOf } from "./dicts.ts";
import { rt } from "../../values/runtime.ts";
import { isModule, nnModuleClass, owned } from "./module.ts";

/** Applies a conversion to every tensor of the module through `.data`: the same Parameter objects, versions unchanged. */
export function convertModule(m: PyInstance, convert: (t: Tensor) => Tensor): PyInstance {
	const children = owned(m, "_modules");
	for (const [, child] of entriesOf(children)) if (isModule(child)) convertModule(child, convert);
	for (const which of ["_parameters", "_buffers"] as const) {
		const d = owned(m, which);
		for (const [name, v] of entriesOf(d)) {
			if (!(v instanceof PyTensor)) continue;
			const t = v.tensor;
			const c = withGradMode(false, () => convert(t));
			if (c === t) continue;
			if (which === "_parameters") {
				t.storage = c.storage;
				t.dtype = c.dtype;
				t.device = c.device;
				t.strides = c.strides;
				t.offset = c.offset;
				if (t.accumulator !== null) t.accumulator.outputs = [{ sizes: t.sizes, dtype: t.dtype }];
				if (t.grad !== null) t.grad = withGradMode(false, () => convert(t.grad!));
			} else dictSet(d, name, py(c));
		}
	}
	return m;
}
const floating =
	(dtype: DType) =>
	(t: Tensor): Tensor =>
		t.dtype.category >= 2 ? convertTo(t, dtype, null) : t;
for (const [name, d] of Object.entries({ float: "float32", double: "float64", half: "float16", bfloat16: "bfloat16" } as const))
	def(nnModuleClass, name, "", (self: PyInstance) => convertModule(self, floating(dtypes[d])));
def(nnModuleClass, "cpu", "", (self: PyInstance) => convertModule(self, (t) => convertTo(t, null, "cpu")));
def(nnModuleClass, "cuda", "! .device?", (self: PyInstance, device?: Value) =>
	convertModule(self, (t) => convertTo(t, null, deviceIn(device === undefined || device === null ? "cuda" : device) ?? "cuda:0")),
);
def(nnModuleClass, "type", "! .dst_type", (self: PyInstance, d: Value) =>
	dtypeOf(d) === null ? self : convertModule(self, (t) => convertTo(t, dtypeOf(d), null)),
);
def(nnModuleClass, "to", "! *args **kw", (self: PyInstance, args: Value[], kw: Kwargs) => {
	let dtype: DType | null = null;
	// Looked at only where there is something to move.
	let device: Value = null;
	for (const v of [...args, kw.get("dtype"), kw.get("device")]) {
		if (v === undefined || v === null) continue;
		dtype = dtypeOf(v) ?? dtype;
		if (v instanceof PyDevice) device = v;
		else if (typeof v === "string" || typeof v === "number") {
			if (typeof v === "string") parseDevice(v);
			device = v;
		} else if (v instanceof PyTensor) {
			dtype = v.tensor.dtype;
			device = v.tensor.device;
		}
	}
	if (dtype !== null && dtype.category < 2)
		rt.raise("TypeError", `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.${dtype.name}`);
	const format = formatOf(kw.get("memory_format"));
	return convertModule(self, (t) => {
		const where = deviceIn(device);
		if (t.device === "meta" && where !== null && where !== "meta")
			throw copyOutOfMeta(
				" Please use torch.nn.Module.to_empty() instead of torch.nn.Module.to() when moving module from meta to a different device.",
			);
		const wanted = dtype !== null && t.dtype.category >= 2 ? dtype : null;
		return convertTo(t, wanted, where, false, t.dim === 4 || t.dim === 5 ? format : null);
	});
});
def(nnModuleClass, "share_memory", "", (self: PyInstance) => convertModule(self, (t) => t));
def(nnModuleClass, "to_empty", "! * device recurse?", (self: PyInstance, device: Value) =>
	convertModule(self, (t) => call("empty_like", t, null, null, deviceIn(device))),
);
