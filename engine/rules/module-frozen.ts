/** Freezing that freezes nothing: an attribute that no one reads is set on a module or tensor. */
import type { Source } from "../program.ts";
import type { AnnAssign, Assign, Attribute, Expr } from "../syntax/nodes.ts";
import { isModule } from "../torch/nn/module.ts";
import { PyTensor } from "../values/tensor.ts";
import type { Site } from "../values/value.ts";
import { attributeAssignments } from "./attributes.ts";
import { classAround, fix, functionAround, replace, textOf } from "./edits.ts";
import { type Fix, rule } from "./rule.ts";

/** Misspellings of `requires_grad`, and the method's name assigned instead of called. */
const NEARLY =
	/^(require_grad|required_grad|requires_grads|require_grads|requiresgrad|requires_gard|requries_grad|require_gradient|requires_gradient|requires_grad_|needs_grad|trainable)$/i;

export default rule({
	code: "module-frozen",
	severity: "warning",
	summary: "a flag is set that freezes nothing",
	why: `\`module.requires_grad = False\` makes a plain attribute on the module; its parameters keep requires_grad. So does a misspelt flag on a parameter (\`p.require_grad = False\`) or assigning to the method (\`p.requires_grad_ = False\`). Nothing raises, everything goes on training.

**What to do:** \`module.requires_grad_(False)\`, or \`p.requires_grad = False\` for each parameter.`,
	*find(path) {
		for (const { source, statement, target } of [...path.record.sources].flatMap((source) =>
			attributeAssignments(source).map((a) => ({ source, ...a })),
		)) {
			const isFlag = target.attr === "requires_grad";
			if (!isFlag && !NEARLY.test(target.attr)) continue;
			const on = path.record.values.get(target.value);
			if (on === undefined) continue;
			const module = isModule(on);
			if (isFlag ? !module : !(module || on instanceof PyTensor)) continue;
			// A class of the user's own may well have such a field.
			if (/trainable|needs_grad/i.test(target.attr) && !(on instanceof PyTensor)) continue;
			if (isFlag && (on as { cls: { lookup(n: string): unknown } }).cls.lookup("requires_grad") !== undefined) continue;
			if (isSetting(source, statement, target)) continue;
			const site: Site = { source, node: statement, caller: null, inFunction: "", isUser: true };
			const text = textOf(source, target.value);
			yield {
				site,
				message: module
					? `\`${textOf(source, statement)}\` sets a plain attribute on the module: its parameters keep requiring grad. Call \`${text}.requires_grad_(${textOf(source, statement.value!)})\`.`
					: `\`${textOf(source, statement)}\` ${target.attr === "requires_grad_" ? "replaces the method" : "sets an attribute that PyTorch does not know"}: \`${text}\` keeps requiring grad. The flag is \`requires_grad\`.`,
				fixes: corrected(module, statement.value!),
			};

			function corrected(isOnModule: boolean, value: Expr): Fix[] {
				if (isOnModule)
					return [
						fix("Call `requires_grad_`", "safe", [
							replace(source, { start: target.attrSpan.start, end: value.end }, `requires_grad_(${textOf(source, value)})`),
						]),
					];
				return [fix("Set `requires_grad`", "safe", [replace(source, target.attrSpan, "requires_grad")])];
			}
		}
	},
});

/** `self.requires_grad = requires_grad` in a constructor: the class keeps what it was asked for, as a setting of its own. */
function isSetting(source: Source, statement: Assign | AnnAssign, target: Attribute): boolean {
	const method = functionAround(source, statement);
	if (method === null || classAround(source, method) === null || statement.value?.kind !== "Name" || target.value.kind !== "Name")
		return false;
	const [self, ...parameters] = [...method.args.posonly, ...method.args.args, ...method.args.kwonly].map((a) => a.name);
	return target.value.id === self && parameters.includes(statement.value.id);
}
