/** A Module is used before its constructor ran. */
import { raised, prediction } from "./raised.ts";
import { rule } from "./rule.ts";
import { codeOf } from "./words.ts";

export default rule({
	code: "module-init",
	severity: "error",
	summary: "parameters or modules are assigned before super().__init__()",
	why: `\`nn.Module.__init__\` makes the tables in which parameters and children are registered. Before it ran nothing can be registered, and a module whose constructor never called it cannot be called.

**What to do:** call \`super().__init__()\` first in \`__init__\`.`,
	*find(path) {
		for (const r of raised(path, "MOD_NO_INIT")) {
			if (r.at === null) continue;
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message}. Call \`super().__init__()\` first.`, ...prediction(r) };
		}
	},
});
