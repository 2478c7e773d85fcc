/** A write to memory that several elements share. */
import { raised, prediction } from "./raised.ts";
import { PyTensor } from "../values/tensor.ts";
import { expressionAt, fix, insert, textOf } from "./edits.ts";
import { type Draft, type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf, origin, userSite } from "./words.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Site } from "../values/value.ts";

export default rule({
	code: "inplace-overlap",
	severity: "error",
	summary: "expanded or overlapping memory is written in place",
	why: `\`expand\` and broadcasting repeat an element without copying it: writing one place writes them all. PyTorch refuses writes to such memory, and writes whose source overlaps the target.

**What to do:** \`.clone()\` (or \`.contiguous()\`) before the write.`,
	*find(path) {
		for (const r of raised(path, "IP_OVERLAP", "IP_OVERLAP_INTERNAL")) {
			if (r.at === null) continue;
			yield {
				site: r.at,
				message: `\`${codeOf(r.at)}\` writes memory that several elements share${origin(r.tensor, r.at)}; PyTorch raises. Clone it before the write.`,
				fixes: cloned(r.tensor),
				...prediction(r),
			};
		}
		yield* oneForAll(path);
	},
});

/** `mask[0, 1] = v` on expanded memory: PyTorch writes the one element, which is there in every row. */
function* oneForAll(path: PathRun): Generator<Draft> {
	const told = new Set<object>();
	for (const e of path.record.of("inplace")) {
		const site = userSite(e.where);
		// A method or an optimizer wrote it.
		if ((site?.node as { kind?: string } | undefined)?.kind === "Call") continue;
		const target = site === null ? null : expressionAt(site.source, site.node);
		if (site === null || target?.kind !== "Subscript" || told.has(target)) continue;
		const v = path.record.values.get(target.value);
		if (!(v instanceof PyTensor) || v.tensor.unknownShape) continue;
		const { sizes, strides } = v.tensor;
		const times = strides === null ? -1 : sizes.findIndex((n, i) => strides[i] === 0 && typeof n === "number" && n > 1);
		if (times < 0 || path.record.of("raise").some((r) => userSite(r.where)?.node === site.node)) continue;
		told.add(target);
		const name = textOf(site.source, target.value);
		yield {
			site,
			severity: "warning",
			message: `\`${codeOf(site)}\` writes memory that all ${String(sizes[times])} entries of \`${name}\` along dimension ${times} share (it was expanded): the write shows up in each of them. Clone \`${name}\` first.`,
			fixes: cloned(v.tensor),
		};
	}
}

/** `.clone()` where the expanded tensor is made. */
function cloned(t: Tensor | null): Fix[] {
	const made = userSite((t?.where ?? null) as Site | null);
	const call = made === null ? null : expressionAt(made.source, made.node);
	return made === null || call?.kind !== "Call"
		? []
		: [fix("Clone it where it is made", "safe", [insert(made.source, call.end, ".clone()")])];
}
