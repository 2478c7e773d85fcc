/** `no_grad`, `enable_grad`, `set_grad_enabled`, `inference_mode`, anomaly mode: context managers that are decorators too (spec section 7). */
import { world } from "../autograd/world.ts";
import { def } from "../values/native.ts";
import { builtinClass, type Kwargs, objectClass, PyBuiltin, PyFunction, PyInstance, PyClass, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";

interface Mode {
	gradMode: boolean;
	inferenceMode: boolean;
	anomaly: boolean;
	checkNan: boolean;
}
const now = (): Mode => ({
	gradMode: world.gradMode,
	inferenceMode: world.inferenceMode,
	anomaly: world.anomaly,
	checkNan: world.checkNan,
});
const restore = (m: Mode): void => void Object.assign(world, m);

/** A grad-mode class: `apply` switches, and what was before comes back at the end. */
function modeClass(
	name: string,
	module: string,
	apply: (flag: boolean, checkNan: boolean) => void,
	options: { flag: "none" | "required" | "default-true" | "check-nan"; immediately?: boolean; warns?: string },
): PyClass {
	const cls = builtinClass(name, [objectClass], module);
	cls.alloc = (c, args, kw) => {
		const o = new PyInstance(c);
		const given = args[0] ?? kw?.get("mode") ?? kw?.get("enabled") ?? kw?.get("orig_func");
		// `@torch.no_grad` without parentheses: the function itself is the argument.
		if (given !== undefined && typeof given === "object" && given !== null && (options.flag === "none" || options.flag === "default-true"))
			return wrap(c, given, [], null);
		if (given instanceof PyFunction && cls.name === "set_grad_enabled")
			rt.raise("TypeError", "set_grad_enabled(): argument 'enabled' (position 1) must be bool, not function");
		const flag = given === undefined ? true : rt.truth(given);
		const nan = options.flag === "check-nan" ? (args[0] ?? kw?.get("check_nan")) : (args[1] ?? kw?.get("check_nan"));
		const checkNan = nan === undefined ? true : rt.truth(nan);
		o.native = { flag, checkNan, before: now(), saved: [] as Mode[], args, kw };
		if (options.immediately === true) apply(flag, checkNan);
		if (options.warns !== undefined) rt.warn("UserWarning", options.warns);
		return o;
	};
	def(cls, "__init__", "*args **kw", () => null);
	def(cls, "__enter__", "", (self: Value) => {
		const n = (self as PyInstance).native as { flag: boolean; checkNan: boolean; saved: Mode[]; before: Mode };
		n.saved.push(options.immediately === true ? n.before : now());
		apply(n.flag, n.checkNan);
		return null;
	});
	def(cls, "__exit__", "*args", (self: Value) => {
		const n = (self as PyInstance).native as { saved: Mode[] };
		const before = n.saved.pop();
		if (before !== undefined) restore(before);
		return null;
	});
	def(cls, "__call__", "! fn", (self: Value, fn: Value) => {
		const n = (self as PyInstance).native as { flag: boolean; before: Mode; args: Value[]; kw: Kwargs | null };
		// As a decorator the mode switches at the calls, not here (2.13 restores what construction switched).
		if (options.immediately === true) restore(n.before);
		return wrap(cls, fn, n.args, n.kw);
	});

	/** The function under the mode; generators run each step under it. */
	function wrap(c: PyClass, fn: Value, args: Value[], kw: Kwargs | null): Value {
		if (fn instanceof PyClass)
			rt.warn(
				"FutureWarning",
				"Decorating classes is deprecated and will be disabled in future versions. You should only decorate functions or methods. To preserve the current behavior of class decoration, you can directly decorate the `__init__` method and nothing else.",
			);
		const flag = args[0] ?? kw?.get("mode");
		const wanted = flag === undefined ? true : rt.truth(flag);
		const under = <T>(f: () => T): T => {
			const before = now();
			apply(wanted, true);
			try {
				return f();
			} finally {
				restore(before);
			}
		};
		if (fn instanceof PyFunction && "scope" in fn.def && fn.def.scope.isGenerator) {
			const make = new PyBuiltin(c.name, () => rt.call(c, args, kw));
			return rt.call(rt.getAttr(rt.importModule("torch.utils._contextlib"), "wrap_generator"), [make, fn]);
		}
		const wrapper = new PyBuiltin(fn instanceof PyFunction ? fn.name : c.name, (a, k) => under(() => rt.call(fn, a, k)));
		wrapper.dict = new Map<string, Value>([["__wrapped__", fn]]);
		for (const attr of ["__name__", "__qualname__", "__doc__", "__module__"]) {
			const v = rt.findAttr(fn, attr);
			if (v !== undefined) wrapper.dict.set(attr, v);
		}
		return wrapper;
	}
	return cls;
}

const setGrad = (mode: boolean): void => {
	world.gradMode = mode;
};
export const noGrad = modeClass("no_grad", "torch.autograd.grad_mode", () => setGrad(false), { flag: "none" });
export const enableGrad = modeClass("enable_grad", "torch.autograd.grad_mode", () => setGrad(!world.inferenceMode), { flag: "none" });
export const setGradEnabled = modeClass("set_grad_enabled", "torch.autograd.grad_mode", (f) => setGrad(f), {
	flag: "required",
	immediately: true,
});
export const inferenceMode = modeClass(
	"inference_mode",
	"torch.autograd.grad_mode",
	(f) => {
		world.inferenceMode = f;
		world.gradMode = !f;
	},
	{ flag: "default-true" },
);
def(
	setGradEnabled,
	"__repr__",
	"",
	(self: Value) =>
		`torch.autograd.grad_mode.set_grad_enabled(mode=${((self as PyInstance).native as { flag: boolean }).flag ? "True" : "False"})`,
);
/** A `no_grad()`, `inference_mode()` or `set_grad_enabled(False)`, or one of the classes that need no argument. */
export function isGradOff(v: Value): boolean {
	if (v === noGrad || v === inferenceMode) return true;
	if (!(v instanceof PyInstance) || ![noGrad, inferenceMode, setGradEnabled].includes(v.cls)) return false;
	return (v.native as { flag: boolean }).flag === (v.cls !== setGradEnabled);
}
export const isInferenceMode = (v: Value): boolean => v === inferenceMode || (v instanceof PyInstance && v.cls === inferenceMode);
const switchAnomaly = (on: boolean, checkNan: boolean): void => {
	world.anomaly = on;
	world.checkNan = checkNan;
};
const SLOW = "Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.";
export const detectAnomaly = modeClass("detect_anomaly", "torch.autograd.anomaly_mode", (_f, nan) => switchAnomaly(true, nan), {
	flag: "check-nan",
	warns: SLOW,
});
export const setDetectAnomaly = modeClass("set_detect_anomaly", "torch.autograd.anomaly_mode", (f, nan) => switchAnomaly(f, nan), {
	flag: "required",
	immediately: true,
});
