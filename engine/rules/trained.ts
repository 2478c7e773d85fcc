/** Which parameters somebody means to train: those an optimizer steps, or all of a module that the harness trained. */
import type { Tensor } from "../autograd/tensor.ts";
import { isModule } from "../torch/nn/module.ts";
import { parametersIn } from "./modules.ts";
import type { Value } from "../values/value.ts";
import { oncePerPath, type PathRun } from "./rule.ts";
import { userSite } from "./words.ts";

export interface TrainedSet {
	/** Null for the harness's own training of a class. */
	optimizer: Value;
	params: Tensor[];
	virtual: boolean;
}

/** Parameters that are also written by hand after training began (a moving average, a copy) are left out: they train in another way. */
export const trainedSets = oncePerPath((path): TrainedSet[] => {
	const out: TrainedSet[] = [];
	const steps = path.record.of("optimizer-step");
	const byHand = writtenByHand(path);
	for (const optimizer of new Set(steps.map((s) => s.optimizer))) {
		const params = new Set(steps.filter((s) => s.optimizer === optimizer).flatMap((s) => s.params));
		out.push({ optimizer, params: [...params].filter((p) => !byHand.has(p)), virtual: false });
	}
	for (const module of new Set(path.record.of("virtual-step").map((s) => s.module)))
		if (isModule(module)) out.push({ optimizer: null, params: parametersIn(module).filter((p) => !byHand.has(p)), virtual: true });
	return out;
});

/** Tensors whose memory the program writes itself after the first backward. */
function writtenByHand(path: PathRun): Set<Tensor> {
	const out = new Set<Tensor>();
	const first = path.record.of("backward")[0];
	if (first === undefined) return out;
	const stepping = new Set(path.record.of("optimizer-step").map((s) => userSite(s.where)?.node));
	const storages = new Set<object>();
	for (const e of path.record.events) {
		if (e.order < first.order || (e.kind !== "inplace" && e.kind !== "data-set" && e.kind !== "load")) continue;
		if (e.kind === "inplace" && (e.op === "optimizer.step" || stepping.has(userSite(e.where)?.node))) continue;
		storages.add(e.tensor.storage);
		out.add(e.tensor);
	}
	for (const s of path.record.of("optimizer-step")) for (const p of s.params) if (storages.has(p.storage)) out.add(p);
	return out;
}
