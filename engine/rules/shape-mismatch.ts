/** Shapes, sizes or dtypes that an operation refuses. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

const KEYS = ["BROADCAST", "MM_*", "SHAPE_*", "VIEW_STRIDE", "EXPAND*", "CAT_*", "STACK_*", "DIM_*", "INDEX_*", "TOO_MANY_IDX", "MASK_*", "CONV_*", "LN_*", "EMB_*", "BMM*", "MATMUL*", "LINEAR*", "SIZE*", "NN", "TARGET_BOUNDS", "GATHER_*", "SCATTER_*", "MV_*", "DOT_*", "EINSUM"];

export default rule({
	code: "shape-mismatch",
	severity: "error",
	summary: "an operation gets shapes that do not fit",
	why: `Operands must broadcast, inner sizes of products must agree, indices must lie inside. Where all sizes involved are known, the refusal is certain.

**What to do:** follow the shapes in the hover from the input to this line; \`unsqueeze\`, \`view\`, \`transpose\` or a different layer size usually settles it.`,
	*find(path) {
		for (const r of raised(path, ...KEYS)) {
			// What a handler of the program takes is the program's business.
			if (r.at === null || path.ending.raise?.origin !== r.error) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message}`, ...prediction(r) };
		}
	},
});
