/** Keywords that every factory takes besides its schema: `requires_grad`, `device`, `dtype`. */
import { TorchError, messages } from "../autograd/errors.ts";
import { Tensor } from "../autograd/tensor.ts";
import { isDifferentiable } from "../shape/dtype.ts";
import { rt } from "../values/runtime.ts";
import { on } from "../ops/table/creation.ts";
import type { Kwargs } from "../values/value.ts";
import { deviceIn } from "./devices.ts";

export function factoryKeywords(result: unknown, kw: Kwargs, inSchema: ReadonlyMap<string, unknown>): void {
	if (!(result instanceof Tensor)) return;
	on(result, deviceIn(kw.get("device")));
	const flag = kw.get("requires_grad");
	if (flag !== undefined && !inSchema.has("requires_grad") && rt.truth(flag)) {
		if (!isDifferentiable(result.dtype) && !result.unknownDtype)
			throw new TorchError("RuntimeError", messages.INT_RG_CTOR(), { key: "RG_INT_CTOR" });
		result.requiresGradFlag = true;
	}
}
