/** A plain tensor or object over a registered parameter, buffer or module. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "module-assign",
	severity: "error",
	summary: "a registered parameter, buffer or child is replaced by something else",
	why: `nn.Module guards its registered names: over a parameter only a Parameter (or None) may be stored. A computed tensor is no parameter.

**What to do:** keep the computed value in a local variable or under another name; to change numbers write \`with torch.no_grad(): p.copy_(t)\`; to make it a function of other parameters use \`torch.nn.utils.parametrize\`.`,
	*find(path) {
		for (const r of raised(path, "MOD_ASSIGN_PARAM", "MOD_ASSIGN_MODULE", "MOD_ASSIGN_BUFFER", "REGP_TYPE", "REGB_TYPE", "REGP_NONLEAF", "ADDM_TYPE")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message}. Use another name for computed values, or \`copy_\` under \`torch.no_grad()\`.`, ...prediction(r) };
		}
	},
});
