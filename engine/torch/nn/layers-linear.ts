/** Linear and its kin, and PReLU, whose slope is learned. */
import { world, withGradMode } from "../../autograd/world.ts";
import { callInPlace } from "../../ops/dispatch.ts";
import { isKnown } from "../../shape/dim.ts";
import { PyBuiltin, type PyInstance, type Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { uniformInit } from "./init.ts";
import {
	absent,
	attr,
	defineLayers,
	emptyParameter,
	functional,
	layerClasses,
	member,
	memberTensor,
	num,
	reset,
	setAttrs,
	size,
} from "./layer.ts";
import { initModule } from "./module.ts";

/** U(-1/sqrt(fan_in), 1/sqrt(fan_in)) for weight, then bias: what kaiming_uniform_(a=sqrt(5)) comes to. */
function resetLinear(m: PyInstance): void {
	const weight = memberTensor(m, "weight");
	const bias = memberTensor(m, "bias");
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
			reset(m);
		},
		reset: resetLinear,
		forward: ["! .input", (m, input) => functional("linear", [input as Value, member(m, "weight"), member(m, "bias")])],
		text: (m) =>
			`in_features=${rt.str(attr(m, "in_features"))}, out_features=${rt.str(attr(m, "out_features"))}, bias=${member(m, "bias") === null ? "False" : "True"}`,
	},
	Bilinear: {
		file: "linear",
		init: "in1_features in2_features out_features bias=True",
		build(m, a) {
			setAttrs(m, { in1_features: a.in1_features!, in2_features: a.in2_features!, out_features: a.out_features! });
			const [i, j, o] = [size(a.in1_features!), size(a.in2_features!), size(a.out_features!)];
			emptyParameter(m, "weight", [o, i, j], a);
			if (rt.truth(a.bias!)) emptyParameter(m, "bias", [o], a);
			else absent(m, "bias");
			reset(m);
		},
		reset(m) {
			const w = memberTensor(m, "weight")!;
			const fan = w.sizes[1]!;
			const bound = isKnown(fan) ? 1 / Math.sqrt(fan) : null;
			uniformInit(w, bound);
			const b = memberTensor(m, "bias");
			if (b !== null) uniformInit(b, bound);
		},
		forward: ["! .input1 .input2", (m, x, y) => functional("bilinear", [x as Value, y as Value, member(m, "weight"), member(m, "bias")])],
		text: (m) =>
			`in1_features=${rt.str(attr(m, "in1_features"))}, in2_features=${rt.str(attr(m, "in2_features"))}, out_features=${rt.str(attr(m, "out_features"))}, bias=${member(m, "bias") === null ? "False" : "True"}`,
	},
	PReLU: {
		file: "activation",
		init: "num_parameters=1 init=0.25",
		build(m, a) {
			setAttrs(m, { num_parameters: a.num_parameters!, init: a.init! });
			emptyParameter(m, "weight", [size(a.num_parameters!)], a);
			reset(m);
		},
		reset: (m) => withGradMode(false, () => void callInPlace("fill.Scalar", [memberTensor(m, "weight")!, num(attr(m, "init"))], "fill_")),
		forward: ["! .input", (m, x) => functional("prelu", [x as Value, member(m, "weight")])],
		text: (m) => `num_parameters=${rt.str(attr(m, "num_parameters"))}`,
	},
	Identity: {
		file: "linear",
		init: "",
		build() {},
		forward: ["! .input", (_m, input) => input as Value],
	},
});
// Identity takes (and ignores) any arguments.
layerClasses.get("Identity")!.set(
	"__init__",
	new PyBuiltin("__init__", (args) => {
		initModule(args[0] as PyInstance);
		return null;
	}),
);
