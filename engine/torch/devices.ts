/** Where tensors may lie. `gradsight run` is a CPU build of PyTorch and refuses other devices as that does; an analysis takes every device for there. */
import { TorchError } from "../autograd/errors.ts";
import { world } from "../autograd/world.ts";
import { PyDevice } from "../values/tensor.ts";
import type { Value } from "../values/value.ts";

const TYPES =
	"cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, maia, xla, lazy, vulkan, mps, meta, hpu, mtia, privateuseone";
const KNOWN = new Set(TYPES.split(", "));

/** The parts of `cuda:1`, with PyTorch's complaints about the text. */
export function parseDevice(text: string): { type: string; index: number | null } {
	if (text === "") throw new TorchError("RuntimeError", "Device string must not be empty", { key: "DEVICE" });
	const [type, index] = text.split(":") as [string, string?];
	if (index !== undefined && !/^(0|[1-9]\d*)$/.test(index))
		throw new TorchError("RuntimeError", `Invalid device string: '${text}'`, { key: "DEVICE" });
	// Packages add names of their own (`npu`): only a plain build is sure.
	if (!KNOWN.has(type) && world.cpuOnly && world.profile === "2.13")
		throw new TorchError("RuntimeError", `Expected one of ${TYPES} device type at start of device string: ${type}`, { key: "DEVICE" });
	return { type, index: index === undefined ? null : Number(index) };
}

/** The device that an argument names, `cuda:0` for `cuda`; null when it names none. */
export function deviceIn(v: Value | undefined): string | null {
	if (typeof v === "number") {
		if (world.cpuOnly) throw noAccelerator();
		return `cuda:${v}`;
	}
	const text = v instanceof PyDevice ? v.text : typeof v === "string" ? v : null;
	if (text === null) return null;
	if (typeof v === "string") parseDevice(v);
	const refusal = world.cpuOnly ? NOT_THERE[text.replace(/:.*/, "")] : undefined;
	if (refusal !== undefined) throw new TorchError(refusal[0], refusal[1], { key: "NO_DEVICE" });
	return text === "cuda" ? "cuda:0" : text;
}

const NOT_THERE: Record<string, [type: string, text: string]> = {
	cuda: ["AssertionError", "Torch not compiled with CUDA enabled"],
	xpu: ["AssertionError", "Torch not compiled with XPU enabled"],
};

export const noAccelerator = (): TorchError =>
	new TorchError("RuntimeError", "Cannot access accelerator device when none is available.", { key: "NO_DEVICE" });
