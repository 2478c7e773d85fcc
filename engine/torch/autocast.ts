/** The switch behind `torch.autocast` (its class is Python of our own) and the questions about it. */
import { type DType, dtypes } from "../shape/dtype.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { perWorld, world } from "../autograd/world.ts";
import { type Autocast, makeAutocast } from "../ops/autocast.ts";
import { native } from "../values/native.ts";
import { PyDevice, pyDType } from "../values/tensor.ts";
import type { PyBuiltin, Value } from "../values/value.ts";
import { dtypeOf } from "./decode.ts";

/** What was in force before each context that is entered now, and the copies of parameters that all of them share. */
interface Entered {
	before: (Autocast | null)[];
	copies: Map<Tensor, Tensor>;
}
const contexts = perWorld((): Entered => ({ before: [], copies: new Map() }));

const isCpu = (device: Value | undefined): boolean => (device instanceof PyDevice ? device.type : device) === "cpu";
const current = (): DType | null => (world.autocast as Autocast | null)?.dtype ?? null;

export const autocastFunctions: PyBuiltin[] = [
	/** Enters a context; without a dtype nothing is cast inside. */
	native("_enter_autocast", "! .dtype .keep_copies", (dtype: Value, keep: Value) => {
		const { before, copies } = contexts();
		before.push(world.autocast as Autocast | null);
		const short = dtype === null ? null : dtypeOf(dtype);
		world.autocast = short === null ? null : makeAutocast(short, keep === false ? null : copies);
	}),
	native("_exit_autocast", "", () => {
		const { before, copies } = contexts();
		world.autocast = before.pop() ?? null;
		if (before.length === 0) copies.clear();
	}),
	native("clear_autocast_cache", "", () => contexts().copies.clear()),
	native("is_autocast_enabled", "! .device_type?", (device?: Value) => isCpu(device) && current() !== null),
	native("is_autocast_cpu_enabled", "", () => current() !== null),
	native("get_autocast_dtype", "! .device_type", (device: Value) =>
		pyDType(isCpu(device) ? (current() ?? dtypes.bfloat16) : dtypes.float16),
	),
	native("get_autocast_cpu_dtype", "", () => pyDType(current() ?? dtypes.bfloat16)),
	native("get_autocast_gpu_dtype", "", () => pyDType(dtypes.float16)),
];
