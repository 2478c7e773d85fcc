/** `gradsight graph FILE.py[:qualified.name]`: the autograd graph as a picture or as data. */
import { CHECK_BUDGET, graph } from "../../engine/index.ts";
import { asUnit } from "../checker.ts";
import { diskSources, readPython } from "../disk.ts";
import { asDot } from "../graphs/dot.ts";
import { asMermaid } from "../graphs/mermaid.ts";
import { asSvg } from "../graphs/svg.ts";
import type { Renderer } from "../graphs/words.ts";
import { Workspace } from "../imports.ts";
import { loadSource } from "../load.ts";
import { write } from "../output.ts";
import { parserReady } from "../parser.ts";
import { folderOf, toSlashes } from "../paths.ts";
import { suggestion } from "../suggest.ts";
import { UsageError } from "../usage.ts";

const FORMATS: Record<string, Renderer> = {
	svg: asSvg,
	dot: asDot,
	mermaid: asMermaid,
	json: (data) => `${JSON.stringify(data, null, 2)}\n`,
};

export async function drawGraph(target: string, format: string): Promise<number> {
	if (!Object.hasOwn(FORMATS, format)) throw new UsageError(`--format: there is no format \`${format}\`${suggestion(format, Object.keys(FORMATS))} (${Object.keys(FORMATS).join(", ")})`);
	await parserReady();
	const [, file, name] = /^(.*\.(?:pyw?|ipynb)):([\w.]+)$/s.exec(target) ?? [null, target, null];
	const path = toSlashes(file!);
	const outcome = readPython(path);
	const unit = "problem" in outcome ? outcome : asUnit(path, outcome.text);
	if ("problem" in unit) return refused(path, unit.problem);
	const source = loadSource(path, unit.text);
	const gap = source.module.gaps[0];
	if (gap) return refused(path, `syntax error: ${gap.message}`);
	const program = new Workspace(diskSources()).program(source, [folderOf(path)]);
	const result = graph(program, { profile: "2.13", budget: CHECK_BUDGET }, { name: name ?? null });
	if (result === null) throw new UsageError(`${path} defines no function or model \`${name}\``);
	if (result.raises !== null) write(2, `gradsight: ${path}: the program raises ${result.raises.type}${result.raises.line === null ? "" : ` in line ${result.raises.line}`}; the graph shows what was computed until then\n`);
	if (result.graph === null) return refused(path, `${name === null ? "nothing the program computes" : `nothing \`${name}\` computes`} has a graph`);
	write(1, FORMATS[format]!(result.graph));
	return 0;
}

function refused(path: string, why: string): number {
	write(2, `gradsight: ${path}: ${why}\n`);
	return 2;
}
