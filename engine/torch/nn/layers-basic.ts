/** Linear and its kin. */
import { world } from "../../autograd/world.ts";
import { isKnown } from "../../shape/dim.ts";
import { defineLayers, emptyParameter, absent, attr, functional, layerClasses, member, setAttrs, size } from "./layer.ts";
import { py } from "../../values/tensor.ts";
import type { PyInstance, Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { uniformInit } from "./init.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { PyTensor } from "../../values/tensor.ts";

const tensorOfMember = (m: PyInstance, name: string): Tensor | null => {
	const v = member(m, name);
	return v instanceof PyTensor ? v.tensor : null;
};

/** U(-1/sqrt(fan_in), 1/sqrt(fan_in)) for weight, then bias: what kaiming_uniform_(a=sqrt(5)) comes to. */
function resetLinear(m: PyInstance): void {
	const weight = tensorOfMember(m, "weight");
	const bias = tensorOfMember(m, "bias");
	if (weight === null) return;
	// The place is in PyTorch's own file: Python shows it once. Lazy layers wait for their sizes.
	if (
		weight.sizes.includes(0) &&
		m.cls.lookup("has_uninitialized_params") === undefined &&
		!world.warned.has("INIT_ZERO") &&
		world.warned.add("INIT_ZERO")
	)
		rt.warn("UserWarning", "Initializing zero-element tensors is a no-op");
	const fanIn = weight.sizes[1];
	const bound = fanIn !== undefined && isKnown(fanIn) ? (fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0) : null;
	uniformInit(weight, bound);
	if (bias !== null) uniformInit(bias, bound);
}

defineLayers({
	Linear: {
		file: "linear",
		init: "in_features out_features bias=True",
		build(m, a) {
			setAttrs(m, { in_features: a.in_features!, out_features: a.out_features! });
			emptyParameter(m, "weight", [size(a.out_features!), size(a.in_features!)], a);
			if (rt.truth(a.bias!)) emptyParameter(m, "bias", [size(a.out_features!)], a);
			else absent(m, "bias");
			rt.call(rt.getAttr(m, "reset_parameters"), []);
		},
		reset: resetLinear,
		forward: ["! .input", (m, input) => functional("linear", [input as Value, member(m, "weight"), member(m, "bias")])],
		text: (m) =>
			`in_features=${rt.str(attr(m, "in_features"))}, out_features=${rt.str(attr(m, "out_features"))}, bias=${member(m, "bias") === null ? "False" : "True"}`,
	},
	Identity: {
		file: "linear",
		init: "",
		build() {},
		forward: ["! .input", (_m, input) => input as Value],
	},
});
// Identity takes (and ignores) any arguments.
import { PyBuiltin } from "../../values/value.ts";
import { initModule } from "./module.ts";
layerClasses.get("Identity")!.set(
	"__init__",
	new PyBuiltin("__init__", (args) => {
		initModule(args[0] as PyInstance);
		return null;
	}),
);
export { py };
