/** `w = w - lr * w.grad` in a loop: the name leaves the leaf, and the next iteration finds no gradient. */
import type { Assign } from "../syntax/nodes.ts";
import { exceptionText } from "../interp/traceback.ts";
import type { Site } from "../values/value.ts";
import { fix, indentOf, lineEnd, lineStart, replace, statementAt, textOf, walk } from "./edits.ts";
import { atom } from "./fix-graph.ts";
import { loopAround } from "./places.ts";
import { type Draft, type Fix, type PathRun, rule } from "./rule.ts";
import { codeOf, lineText, userSite } from "./words.ts";

export default rule({
	code: "grad-rebound",
	severity: "error",
	summary: "an update rebinds the name of a leaf to a computed tensor",
	why: `\`w = w - lr * w.grad\` makes a new, computed tensor and calls it \`w\`. Backward fills the gradient of leaves only: in the next iteration \`w.grad\` is None, and using it raises. The same happens to \`x = x + eps * x.grad.sign()\`.

**What to do:** update the leaf in place under \`with torch.no_grad():\` (\`w -= lr * w.grad\`) and clear its gradient, or start a new leaf: \`w = (w - lr * w.grad).detach().requires_grad_()\`.`,
	*find(path) {
		const told = new Set<object>();
		for (const e of path.record.of("nonleaf-grad")) {
			const read = userSite(e.where);
			const made = userSite(e.tensor.where as Site | null);
			if (read === null || made === null) continue;
			const s = rebinding(made);
			if (s === null || told.has(s)) continue;
			told.add(s);
			const name = textOf(made.source, s.targets[0]!);
			const site: Site = { ...made, node: s.value };
			yield {
				site,
				severity: "warning",
				...stopped(path),
				message: `\`${name} = ${codeOf(site)}\` makes \`${name}\` a computed tensor: in the next iteration \`${name}.grad\` is None${read.node === site.node ? "" : ` (${lineText(read, site)})`}. Update the leaf under \`torch.no_grad()\` instead.`,
				fixes: updates(made, s),
				steps: [
					{ site, message: `\`${name}\` is no leaf any more` },
					{ site: read, message: "its gradient is None here" },
				],
			} satisfies Draft;
		}
	},
});

/** What a missing gradient is used for ends the program. */
export function stopped({ ending }: PathRun): Pick<Draft, "severity" | "predicts"> {
	if (ending.kind !== "raise" || ending.raise === null || ending.site === null) return {};
	const message = exceptionText(ending.raise.value);
	return /NoneType/.test(message) ? { severity: "error", predicts: { type: ending.raise.value.cls.name, message, site: ending.site } } : {};
}

/** `w = f(w)`, `params[k] = f(params[k])` inside a loop. */
export function rebinding(site: Site): Assign | null {
	const { source } = site;
	const s = statementAt(source, site.node);
	if (s?.kind !== "Assign" || s.targets.length !== 1 || loopAround(source, s) === null) return null;
	const target = s.targets[0]!;
	const name = textOf(source, target);
	return [...walk(s.value)].some((n) => n.kind === target.kind && textOf(source, n) === name) ? s : null;
}

function updates(site: Site, s: Assign): Fix[] {
	const { source } = site;
	const name = textOf(source, s.targets[0]!);
	const indent = indentOf(source, s.start);
	const out: Fix[] = [];
	const loop = loopAround(source, s)!;
	const clears =
		[...walk(loop)].some((n) => n.kind === "Attribute" && /^(zero_|zero_grad)$/.test((n as { attr?: string }).attr ?? "")) ||
		/\.grad\s*=\s*None/.test(textOf(source, loop));
	const v = s.value;
	if (v.kind === "BinOp" && (v.op === "-" || v.op === "+") && textOf(source, v.left) === name) {
		const line = { start: lineStart(source, s.start), end: s.end };
		if (source.text.slice(line.start, s.start).trim() === "")
			out.push(
				fix(`Update \`${name}\` in place under \`torch.no_grad()\``, "safe", [
					replace(
						source,
						line,
						`${indent}with torch.no_grad():\n${indent}    ${name} ${v.op}= ${textOf(source, v.right)}${clears ? "" : `${source.text.slice(s.end, lineEnd(source, s.end))}\n${indent}${name}.grad = None`}`,
					),
					...(clears ? [] : [replace(source, { start: s.end, end: lineEnd(source, s.end) }, "")]),
				]),
			);
	}
	out.push(fix(`Start a new leaf each iteration`, "safe", [replace(source, v, `${atom(source, v)}.detach().requires_grad_()`)]));
	return out;
}
