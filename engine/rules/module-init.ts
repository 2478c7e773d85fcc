/** A Module is used before its constructor ran. */
import { raised, prediction } from "./raised.ts";
import { exceptionText } from "../interp/traceback.ts";
import type { ClassDef, FunctionDef } from "../syntax/nodes.ts";
import type { Site } from "../values/value.ts";
import { fix, functionAround, indentOf, insert, lineStart, removeStatement, replace, textOf } from "./edits.ts";
import { type Draft, type Fix, type PathRun, rule } from "./rule.ts";
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
			yield { site: r.at, message: `\`${codeOf(r.at)}\`: ${r.error.message}. Call \`super().__init__()\` first.`, fixes: superFirst(r.at), ...prediction(r) };
		}
		const misspelt = misspeltInit(path);
		if (misspelt !== null) yield misspelt;
	},
});

/** `super().__init__()` as the constructor's first statement. */
function superFirst(at: Site): Fix[] {
	const { source } = at;
	const init = functionAround(source, at.node);
	if (init?.name !== "__init__") return [];
	const first = init.docstring !== null && init.body.length > 1 ? init.body[1]! : init.body[0]!;
	const late = init.body.find((s) => /^super\(.*\)\.__init__\(/.test(textOf(source, s)));
	const text = late === undefined ? "super().__init__()" : textOf(source, late);
	const edits = late === undefined ? [] : [removeStatement(source, late)];
	return [fix(late === undefined ? "Call `super().__init__()` first" : "Move `super().__init__()` to the front", "safe", [...edits, insert(source, lineStart(source, first.start), `${indentOf(source, first.start)}${text}\n`)])];
}

/** A constructor whose name has too few underscores is an ordinary method: nothing it builds exists. */
function misspeltInit(path: PathRun): Draft | null {
	const { ending } = path;
	if (ending.kind !== "raise" || ending.raise === null || ending.site === null) return null;
	const text = exceptionText(ending.raise.value);
	const m = /^'(\w+)' object has no attribute '(\w+)'/.exec(text);
	const cls = m === null ? undefined : path.source.module.body.find((s): s is ClassDef => s.kind === "ClassDef" && s.name === m[1]);
	const fn = cls?.body.find((s): s is FunctionDef => s.kind === "FunctionDef" && s.name !== "__init__" && /^_*(init|int|inti|innit)_*$/.test(s.name) && s.name.includes("_"));
	if (m === null || cls === undefined || fn === undefined || cls.body.some((s) => s.kind === "FunctionDef" && s.name === "__init__")) return null;
	return {
		site: { source: path.source, node: fn.nameSpan, caller: null, inFunction: cls.name, isUser: true },
		message: `\`${fn.name}\` is not \`__init__\`: it never runs, so \`${m[1]}\` has no \`${m[2]}\`; PyTorch raises. Call it \`__init__\`.`,
		predicts: { type: ending.raise.value.cls.name, message: text, site: ending.site },
		fixes: [fix("Call it `__init__`", "safe", [replace(path.source, fn.nameSpan, "__init__")])],
	};
}
