/** Backward is called on something that has no graph. */
import { within } from "./places.ts";
import type { Tensor } from "../autograd/tensor.ts";
import type { Site } from "../values/value.ts";
import { cutsOf, phrase } from "./cuts.ts";
import type { Expr, Name } from "../syntax/nodes.ts";
import { isTensor } from "../values/tensor.ts";
import { expressionAt, fix, functionAround, indentOf, insert, lineStart, replace, statementAt, walk } from "./edits.ts";
import { uncut } from "./fix-cuts.ts";
import { withoutNoGrad } from "./fix-no-grad.ts";
import { behind, linksOf } from "./flow.ts";
import { thrownElsewhere } from "./grad-off.ts";
import { raised, prediction } from "./raised.ts";
import { type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "grad-no-graph",
	severity: "error",
	summary: "backward is called on a tensor without a graph",
	why: `\`backward\` needs a tensor that was computed from something that requires grad. Somewhere before, the graph was cut: \`torch.tensor([...])\` copies numbers, \`.detach()\`, \`.data\`, \`.item()\`, \`.numpy()\`, \`argmax\` and comparisons leave the graph, nothing is recorded under \`torch.no_grad()\`, and \`autograd.grad\` gives a gradient without a graph unless \`create_graph=True\`.

**What to do:** keep the graph on the way to the loss (\`torch.stack\`, the tensor itself instead of its number). \`loss.requires_grad_()\` hides the error and trains nothing.`,
	*find(path) {
		for (const r of raised(path, "BW_NO_GRAD")) {
			if (r.at === null) continue;
			const cut = r.tensor === null ? null : (cutsOf(path).behind(r.tensor) ?? cutsOf(path).ofUnknown(r.tensor));
			const frozen = cut === null && r.tensor !== null ? freezing(path, r.tensor) : null;
			const off = cut === null ? null : thrownElsewhere(cut.off?.() ?? null, cut.site);
			const constant = cut === null && frozen === null ? constantOf(r.tensor, r.at) : null;
			const guilty = off ?? cut?.site ?? constant ?? r.at;
			yield {
				site: guilty,
				message:
					off !== null
						? `\`${codeOf(off)}\` switches gradients off for \`${codeOf(cut!.site)}\` (${lineText(cut!.site, off)}); \`${asked(r.at)}\` (${lineText(r.at, off)}) finds nothing to go back through and raises.`
						: constant !== null
							? `\`${codeOf(constant)}\` is a constant; when it is the whole loss, \`${asked(r.at)}\` (${lineText(r.at, constant)}) finds nothing to go back through and raises. Let it hang on the prediction: \`pred.sum() * 0\`, or skip the step.`
							: frozen !== null
								? `\`${codeOf(r.at)}\`: all that this was computed from is frozen (\`${codeOf(frozen)}\`, ${lineText(frozen, r.at)}), so there is no graph to go back through; PyTorch raises. Leave what should train unfrozen.`
								: cut === null
									? `\`${codeOf(r.at)}\`: nothing this was computed from requires grad, so there is no graph to go back through; PyTorch raises.`
									: `\`${codeOf(cut.site)}\` ${phrase(cut)}; \`${asked(r.at)}\` (${lineText(r.at, guilty)}) finds nothing to go back through and raises.${cut.inList ? " Use `torch.stack`." : ""}`,
				...prediction(r),
				fixes:
					off !== null
						? [...withoutNoGrad(path, off.source, off.node), ...withGradAgain(r.at, off)]
						: cut !== null
							? uncut(path, cut)
							: constant !== null
								? hungOn(path, constant)
								: [],
				steps:
					cut === null
						? []
						: [
								...(off === null ? [] : [{ site: off, message: "gradients are switched off here" }]),
								{ site: cut.site, message: "the graph ends here" },
								{ site: r.at, message: `${asked(r.at)} needs it here` },
							],
			};
		}
	},
});

/** A method that differentiates by itself wants gradients wherever it is called from. */
function withGradAgain(at: Site, off: Site): Fix[] {
	const fn = functionAround(at.source, at.node);
	if (fn === null || asked(at) !== "autograd.grad" || within(off.node, fn)) return [];
	return [
		fix(`Run \`${fn.name}\` under \`torch.enable_grad()\``, "unsafe", [
			insert(at.source, lineStart(at.source, fn.start), `${indentOf(at.source, fn.start)}@torch.enable_grad()\n`),
		]),
	];
}

/** The constant that is all of the loss, where another statement made it. */
function constantOf(loss: Tensor | null, at: Site): Site | null {
	if (loss === null || loss.gradFn !== null || loss.lineage !== null || loss.view !== null) return null;
	const made = userSite(loss.where as Site | null);
	return made !== null &&
		made.source === at.source &&
		statementAt(made.source, made.node) !== statementAt(at.source, at.node) &&
		/\(/.test(codeOf(made))
		? made
		: null;
}

/** `torch.tensor(0.)` becomes `pred.sum() * 0`, with a name of the same function that has a graph. */
function hungOn(path: PathRun, constant: Site): Fix[] {
	const { source } = constant;
	const fn = functionAround(source, constant.node);
	const call = expressionAt(source, constant.node);
	if (fn === null || call?.kind !== "Call") return [];
	const given = constant.caller?.node as Expr | undefined;
	const parameters = [...fn.args.posonly, ...fn.args.args].map((a) => a.name);
	const passed = given?.kind === "Call" ? given.args.map((e, i) => [parameters[i], path.record.values.get(e)] as const) : [];
	const read = [...walk(fn)].filter((n) => n.kind === "Name" && n.start < call.start) as unknown as Name[];
	const named = [...passed, ...read.map((n) => [n.id, path.record.values.get(n)] as const)];
	const name = named.find(([id, value]) => id !== undefined && isTensor(value) && value.tensor.gradFn !== null)?.[0];
	return name === undefined ? [] : [fix(`Let it hang on \`${name}\``, "safe", [replace(source, call, `${name}.sum() * 0.0`)])];
}

/** The last place where something that the loss was computed from was frozen. */
function freezing(path: PathRun, loss: Tensor): Site | null {
	const off = path.record.of("requires_grad").filter((e) => !e.flag);
	if (off.length === 0) return null;
	const { tensors } = behind([loss], linksOf(path));
	return userSite(off.findLast((e) => tensors.has(e.tensor) && !e.tensor.requiresGradFlag)?.where ?? null);
}

const asked = (at: Site): string => (/\bgrad\s*\(/.test(at.source.text.slice(at.node.start, at.node.end)) ? "autograd.grad" : "backward");
