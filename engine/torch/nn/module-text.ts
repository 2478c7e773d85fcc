/** Modules as PyTorch prints them. */
import { def } from "../../values/native.ts";
import type { PyInstance, Value } from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { entriesOf } from "./dicts.ts";
import { nnModuleClass, owned } from "./module.ts";

const indented = (text: string): string => {
	const lines = text.split("\n");
	return lines.length === 1 ? text : [lines[0], ...lines.slice(1).map((l) => `  ${l}`)].join("\n");
};

export function moduleText(m: PyInstance): string {
	const extra = rt.str(rt.call(rt.getAttr(m, "extra_repr"), []));
	const extraLines = extra === "" ? [] : extra.split("\n");
	const childLines: string[] = [];
	for (const [name, child] of entriesOf(owned(m, "_modules"))) childLines.push(`(${name}): ${indented(rt.repr(child))}`);
	const lines = [...extraLines, ...childLines];
	const name = rt.str(rt.call(rt.getAttr(m, "_get_name"), []));
	if (lines.length === 0) return `${name}()`;
	if (extraLines.length === 1 && childLines.length === 0) return `${name}(${extraLines[0]})`;
	return `${name}(\n  ${lines.join("\n  ")}\n)`;
}
def(nnModuleClass, "__repr__", "", (self: PyInstance) => moduleText(self));

/** Consecutive equal children of a ModuleList print once: `(0-2): 3 x Linear(...)`. */
export function listText(m: PyInstance): string {
	const children = entriesOf(owned(m, "_modules"));
	const name = rt.str(rt.call(rt.getAttr(m, "_get_name"), []));
	if (children.length === 0) return `${name}()`;
	const blocks: { from: number; to: number; text: string }[] = [];
	for (const [i, [, child]] of children.entries()) {
		const text = rt.repr(child as Value);
		const last = blocks.at(-1);
		if (last !== undefined && last.text === text) last.to = i;
		else blocks.push({ from: i, to: i, text });
	}
	const lines = blocks.map(
		(b) => `(${b.from === b.to ? b.from : `${b.from}-${b.to}`}): ${b.from === b.to ? "" : `${b.to - b.from + 1} x `}${indented(b.text)}`,
	);
	return `${name}(\n  ${lines.join("\n  ")}\n)`;
}
