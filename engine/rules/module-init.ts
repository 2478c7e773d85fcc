/** A Module is used before its constructor ran. */
import { raised, prediction } from "./raised.ts";
import { exceptionText } from "../interp/traceback.ts";
import type { Source } from "../program.ts";
import type { Expr } from "../syntax/nodes.ts";
import { PyFunction, PyInstance, type Site } from "../values/value.ts";
import { fix, functionAround, indentOf, insert, lineStart, removeStatement, replace, statementAt, textOf, walk } from "./edits.ts";
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
			// A class that is exercised on its own is called by nobody's line; why its constructor did not get far (a decorator?) is not known.
			if (r.at === null || (path.root.kind === "class" && r.at.inFunction === "<module>")) continue;
			const init = constructorOf(r.at);
			yield {
				site: r.at,
				message: `\`${codeOf(r.at)}\`: ${r.error.message}. Call \`super().__init__()\` first.`,
				fixes: init === null ? [] : superFirst(init),
				...prediction(r),
				...(init === null || init === r.at
					? {}
					: {
							steps: [
								{ site: init, message: "called before `super().__init__()` here" },
								{ site: r.at, message: "needs the tables that it makes here" },
							],
						}),
			};
		}
		const misspelt = misspeltInit(path);
		if (misspelt !== null) yield misspelt;
	},
});

/** The constructor's line that led to a place, perhaps by way of a helper method. */
function constructorOf(at: Site): Site | null {
	for (let s: Site | null = at; s !== null; s = s.caller) if (s.isUser && functionAround(s.source, s.node)?.name === "__init__") return s;
	return null;
}
/** `super().__init__()` as the constructor's first statement. */
function superFirst(at: Site): Fix[] {
	const { source } = at;
	const init = functionAround(source, at.node);
	if (init?.name !== "__init__") return [];
	const first = init.docstring !== null && init.body.length > 1 ? init.body[1]! : init.body[0]!;
	const late = init.body.find((s) => /^super\(.*\)\.__init__\(/.test(textOf(source, s)));
	const text = late === undefined ? "super().__init__()" : textOf(source, late);
	const edits = late === undefined ? [] : [removeStatement(source, late)];
	return [
		fix(late === undefined ? "Call `super().__init__()` first" : "Move `super().__init__()` to the front", "safe", [
			...edits,
			insert(source, lineStart(source, first.start), `${indentOf(source, first.start)}${text}\n`),
		]),
	];
}

const MISSPELT = /^(?!__init__$)(?=.*_)_*(init|int|inti|innit)_*$/;
/** A constructor whose name has too few underscores is an ordinary method: nothing it builds exists. */
function misspeltInit(path: PathRun): Draft | null {
	const { ending } = path;
	if (ending.kind !== "raise" || ending.raise?.value.cls.name !== "AttributeError" || ending.site === null) return null;
	const missed = missedAttribute(path, ending.site);
	if (missed === null) return null;
	const { attr, of } = missed;
	const own = of.cls.mro.filter((c) => c.isUser);
	if (own.some((c) => c.dict.get("__init__") instanceof PyFunction)) return null;
	const fn = own
		.flatMap((c) => [...c.dict.values()])
		.find((f): f is PyFunction => f instanceof PyFunction && f.def.kind === "FunctionDef" && MISSPELT.test(f.name));
	const source = fn?.globals.source as Source | undefined;
	if (fn === undefined || source === undefined || fn.def.kind !== "FunctionDef") return null;
	return {
		site: { source, node: fn.def.nameSpan, caller: null, inFunction: of.cls.name, isUser: true },
		message: `\`${fn.name}\` is not \`__init__\`: it never runs, so \`${of.cls.name}\` has no \`${attr}\`; PyTorch raises. Call it \`__init__\`.`,
		predicts: { type: ending.raise.value.cls.name, message: exceptionText(ending.raise.value), site: ending.site },
		fixes: [fix("Call it `__init__`", "safe", [replace(source, fn.def.nameSpan, "__init__")])],
	};
}
/** The attribute that was read at a place from an object that does not have it. */
function missedAttribute(path: PathRun, at: Site): { attr: string; of: PyInstance } | null {
	for (const n of walk(statementAt(at.source, at.node) ?? at.node) as Expr[]) {
		if (n.kind !== "Attribute" || path.record.values.has(n)) continue;
		const of = path.record.values.get(n.value);
		if (of instanceof PyInstance && of.cls.isUser && !of.dict.has(n.attr) && of.cls.lookup(n.attr) === undefined)
			return { attr: n.attr, of };
	}
	return null;
}
