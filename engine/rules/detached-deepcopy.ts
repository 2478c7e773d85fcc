/** deepcopy of a tensor (or a module that keeps one) that has a graph. */
import type { Tensor } from "../autograd/tensor.ts";
import type { Expr } from "../syntax/nodes.ts";
import { PyTensor } from "../values/tensor.ts";
import type { Site } from "../values/value.ts";
import { attributeAssignments } from "./attributes.ts";
import { expressionAt, fix, insert } from "./edits.ts";
import { storedDetached } from "./fix-state.ts";
import { raised, prediction } from "./raised.ts";
import { type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "detached-deepcopy",
	severity: "error",
	summary: "a computed tensor is deep-copied, often one that a module keeps",
	why: `\`copy.deepcopy\` copies leaves only: a tensor with a history cannot be duplicated. A module that stores an activation in \`forward\` (\`self.feat = ...\`) can therefore not be deep-copied afterwards (an EMA copy, a checkpoint of the best model).

**What to do:** store \`.detach()\`, or do not store the activation at all; for a tensor \`t.detach().clone()\`.`,
	*find(path) {
		for (const r of raised(path, "DEEPCOPY_NONLEAF")) {
			if (r.at === null) continue;
			const { tensor } = r;
			const kept =
				tensor === null
					? undefined
					: [...path.record.sources]
							.flatMap((source) => attributeAssignments(source).map((a) => ({ source, ...a })))
							.find((a) => isKeptBy(path, a.statement.value, a.target, tensor));
			if (kept === undefined) {
				const call = expressionAt(r.at.source, r.at.node);
				const argument: Expr | undefined = call?.kind === "Call" ? call.args[0] : undefined;
				const plain = argument !== undefined && holds(path.record.values.get(argument), r.tensor);
				yield {
					site: r.at,
					message: `\`${codeOf(r.at)}\` copies a tensor that has a graph; PyTorch raises. Copy \`.detach()\`.`,
					...prediction(r),
					fixes: plain ? [fix("Copy it detached", "safe", [insert(r.at.source, argument.end, ".detach()")])] : [],
				};
				continue;
			}
			const site: Site = { source: kept.source, node: kept.statement.value!, caller: null, inFunction: "", isUser: true };
			yield {
				site,
				message: `\`self.${kept.target.attr} = ${codeOf(site)}\` keeps a tensor with its graph on the module; \`${codeOf(r.at)}\` (${lineText(r.at, site)}) cannot copy it and raises. Store it detached.`,
				...prediction(r),
				fixes: storedDetached(kept.source, kept.statement),
				steps: [
					{ site, message: "kept with its graph here" },
					{ site: r.at, message: "copied here" },
				],
			};
		}
	},
});
/** The statement put it there: it is there still, or it was computed there and the line has run again since. */
const isKeptBy = (path: PathRun, value: Expr | null, target: Expr, t: Tensor): boolean =>
	holds(path.record.values.get(target), t) || (value !== null && userSite(t.where as Site | null)?.node === value);
const holds = (v: unknown, t: object | null): boolean => v instanceof PyTensor && v.tensor === t;
