/** `gradsight graph FILE.py[:qualified.name]`: the autograd graph as a picture or as data. */
import { CHECK_BUDGET, graph } from "../../engine/index.ts";
import { asUnit } from "../checker.ts";
import { diskSources, readPython } from "../disk.ts";
import { checkPicture, render } from "../graphs/render.ts";
import { Workspace } from "../imports.ts";
import { loadSource } from "../load.ts";
import { write } from "../output.ts";
import { parserReady } from "../parser.ts";
import { folderOf, toSlashes } from "../paths.ts";
import { UsageError } from "../usage.ts";

export async function drawGraph(target: string, format: string): Promise<number> {
	const [, file, name] = /^(.*\.(?:pyw?|ipynb)):([\w.]+)$/s.exec(target) ?? [null, target, null];
	const path = toSlashes(file!);
	const drawn = await picture(path, null, name ?? null, format);
	if (drawn.note !== null) write(2, `gradsight: ${path}: ${drawn.note}\n`);
	if (drawn.picture === null) return 2;
	write(1, drawn.picture);
	return 0;
}

/** The graph of a file, or of `text` in its place; `note` says what is missing, or why there is no picture. */
export async function picture(
	path: string,
	text: string | null,
	name: string | null,
	format: string,
): Promise<{ picture: string | null; note: string | null }> {
	checkPicture(format);
	const none = (note: string) => ({ picture: null, note });
	await parserReady();
	const outcome = text === null ? readPython(path) : { text };
	const unit = "problem" in outcome ? outcome : asUnit(path, outcome.text);
	if ("problem" in unit) return none(unit.problem);
	const source = loadSource(path, unit.text);
	const gap = source.module.gaps[0];
	if (gap) return none(`syntax error: ${gap.message}`);
	const program = new Workspace(diskSources()).program(source, [folderOf(path)]);
	const result = graph(program, { profile: "2.13", budget: CHECK_BUDGET }, { name });
	if (result === null) throw new UsageError(`${path} defines no function or model \`${name}\``);
	const { raises } = result;
	if (result.graph === null)
		return none(
			`${name === null ? "nothing the program computes" : `nothing \`${name}\` computes`} has a graph${raises === null ? "" : `; it raises ${raises.type}`}`,
		);
	return {
		picture: render(result.graph, format),
		note:
			raises === null
				? null
				: `the program raises ${raises.type}${raises.line === null ? "" : ` in line ${raises.line}`}; the graph shows what was computed until then`,
	};
}
