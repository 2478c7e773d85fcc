/** Shapes, sizes or dtypes that an operation refuses. */
import { type Raised, raised, prediction } from "./raised.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import type { Site } from "../values/value.ts";
import { PyTensor } from "../values/tensor.ts";
import { requiresGrad } from "../autograd/view.ts";
import { expressionAt, fix, replace } from "./edits.ts";
import { atom } from "./fix-graph.ts";
import { codeOf, lineText, userSite } from "./words.ts";

const KEYS = [
	"BROADCAST",
	"MM_*",
	"SHAPE_*",
	"VIEW_STRIDE",
	"EXPAND*",
	"CAT_*",
	"STACK_*",
	"DIM_*",
	"INDEX_*",
	"TOO_MANY_IDX",
	"MASK_*",
	"CONV_*",
	"LN_*",
	"EMB_*",
	"BMM*",
	"MATMUL*",
	"LINEAR*",
	"SIZE*",
	"NN",
	"TARGET_BOUNDS",
	"GATHER_*",
	"SCATTER_*",
	"MV_*",
	"DOT_*",
	"EINSUM",
	"DTYPE_FOUND",
];

export default rule({
	code: "shape-mismatch",
	severity: "error",
	summary: "an operation gets shapes that do not fit",
	why: `Operands must broadcast, inner sizes of products must agree, indices must lie inside. Where all sizes involved are known, the refusal is certain.

**What to do:** follow the shapes in the hover from the input to this line; \`unsqueeze\`, \`view\`, \`transpose\` or a different layer size usually settles it.`,
	*find(path) {
		for (const r of raised(path, ...KEYS)) {
			// What a handler of the program takes is the program's business.
			if (r.at === null || path.ending.raise?.origin !== r.error || path.record.of("assumed").length > 0) continue;
			const refused = inBackward(path, r);
			if (refused !== null)
				yield {
					site: refused,
					message: `\`${codeOf(refused)}\` gets two dtypes; \`${codeOf(r.at)}\` (${lineText(r.at, refused)}) raises: ${r.error.message}. Convert the target first, for example with \`.float()\`.`,
					...prediction(r),
					fixes: asFloat(path, refused),
					steps: [
						{ site: refused, message: "two dtypes go in here" },
						{ site: r.at, message: "backward refuses them here" },
					],
				};
			else yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message}`, ...prediction(r) };
		}
	},
});

/** `crit(pred, y)` where only `y` is double: `y.float()`. */
function asFloat(path: PathRun, site: Site): Fix[] {
	const call = expressionAt(site.source, site.node);
	const args = call?.kind === "Call" ? call.args : [];
	const wide = args.filter((a) => {
		const v = path.record.values.get(a);
		return v instanceof PyTensor && v.tensor.dtype.name === "float64" && !requiresGrad(v.tensor);
	});
	return wide.length !== 1
		? []
		: [fix("Convert it to float32", "safe", [replace(site.source, wide[0]!, `${atom(site.source, wide[0]!)}.float()`)])];
}

/** The forward place of what a backward refused: its node was the last to run. */
function inBackward(path: PathRun, r: Raised): Site | null {
	if (r.error.facts?.key !== "DTYPE_FOUND") return null;
	const run = path.record.of("backward").findLast((b) => b.order < r.event.order)?.run;
	const made = userSite((run?.executed.at(-1)?.where ?? null) as Site | null);
	const walked = userSite(path.record.of("backward").findLast((b) => b.order < r.event.order)?.where ?? null);
	return made !== null && walked?.node === r.at?.node ? made : null;
}
