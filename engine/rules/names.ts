/** Names for parameters and buffers as the user would write them: `enc.weight` when a variable holds the module, else the tensor's own name. */
import type { Tensor } from "../autograd/tensor.ts";
import { isModule } from "../torch/nn/module.ts";
import { namedBuffersIn, namedParametersIn } from "./modules.ts";
import { oncePerPath, type PathRun } from "./rule.ts";
import { nameOf } from "./words.ts";

const table = oncePerPath((path): Map<Tensor, string> => {
	const out = new Map<Tensor, string>();
	const seen = new Set<string>();
	for (const [node, value] of path.record.values) {
		if (!isModule(value)) continue;
		const holder =
			node.kind === "Name" ? node.id : node.kind === "Attribute" && node.value.kind === "Name" ? `${node.value.id}.${node.attr}` : null;
		// One name for one module is enough; a loop variable or `self` says little.
		if (holder === null || seen.has(holder)) continue;
		seen.add(holder);
		for (const [name, p] of [...namedParametersIn(value), ...namedBuffersIn(value)]) {
			const text = `${holder}.${name}`;
			const before = out.get(p);
			if (
				before === undefined ||
				(before.startsWith("self.") && !text.startsWith("self.")) ||
				(text.length < before.length && before.startsWith("self.") === text.startsWith("self."))
			)
				out.set(p, text);
		}
	}
	return out;
});

/** The tensor by its best name. */
export function called(path: PathRun, t: Tensor): string {
	const own = table(path).get(t);
	if (own !== undefined) return `\`${own}\``;
	if (t.name === null && t.view !== null) {
		const base = t.view.base;
		const name = table(path).get(base) ?? base.name;
		if (name !== null) return `\`${name}\``;
	}
	return nameOf(t);
}
/** The first few by name, in order of their making: "`a`, `b` and 3 more". */
export function listed(path: PathRun, tensors: Iterable<Tensor>, most = 3): string {
	const all = [...tensors].sort((a, b) => a.id - b.id);
	const names = all.slice(0, most).map((t) => called(path, t));
	if (all.length > most) return `${names.join(", ")} and ${all.length - most} more`;
	return names.length < 2 ? (names[0] ?? "nothing") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
/** The verb after a list: "gets" for one, "get" for more. */
export const plural = (n: { size: number } | { length: number }, one: string, many: string): string =>
	("size" in n ? n.size : n.length) === 1 ? one : many;
