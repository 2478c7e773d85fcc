/** The library behind `api.ts`: programs from texts, results with lines and columns. */
import {
	CHECK_BUDGET,
	graph as drawGraph,
	RUN_BUDGET,
	run as runProgram,
	type Program as EngineProgram,
	type Source,
} from "../../engine/index.ts";
import { applyEdits } from "../../engine/text/edit.ts";
import { Lines } from "../../engine/text/lines.ts";
import { asUnit, checkUnit, type PythonUnit } from "../checker.ts";
import { asOffsets, groupEdits } from "../edits.ts";
import { render } from "../graphs/render.ts";
import { importRoots, Workspace } from "../imports.ts";
import { loadSource } from "../load.ts";
import { Locator } from "../located.ts";
import { cellTexts, writeCells } from "../notebook.ts";
import { parserReady } from "../parser.ts";
import { folderOf, toSlashes } from "../paths.ts";
import { rulePages } from "../rules.ts";
import { DEFAULTS, readSettings } from "../settings.ts";
import { syntaxErrorResult } from "../syntax-error.ts";
import type * as Api from "./api.ts";

const DEFAULT_NAME = "program.py";

interface Prepared {
	unit: PythonUnit;
	raw: string;
	workspace: Workspace;
	isFile(path: string): boolean;
}

function prepare(program: Api.Program): Prepared {
	const { path = DEFAULT_NAME, text, files = {} } = typeof program === "string" ? { text: program } : program;
	const unit = asUnit(toSlashes(path), text);
	if ("problem" in unit) throw new Error(`${path}: ${unit.problem}`);
	const sources = new Map(Object.entries(files).map(([name, content]) => [toSlashes(name), content]));
	const folders = new Set([...sources.keys()].map(folderOf));
	const workspace = new Workspace({ read: (of) => sources.get(of) ?? null, isNamespace: (folder) => folders.has(folder) });
	return { unit, raw: text, workspace, isFile: (of) => sources.has(of) };
}

function engineProgram({ unit, workspace, isFile }: Prepared): { program: EngineProgram; source: Source; locator: Locator } {
	const source = loadSource(unit.path, unit.text);
	const locator = new Locator(unit.path, unit.cells, (of) => (of === unit.path ? unit.text : (workspace.source(of)?.text ?? null)));
	return { program: workspace.program(source, importRoots(unit.path, "", isFile)), source, locator };
}

async function check(program: Api.Program, options: Api.CheckOptions = {}): Promise<Api.CheckResult> {
	await parserReady();
	const { unit, workspace, isFile } = prepare(program);
	const { torchVersion, ...rest } = options;
	const codes = rulePages().map(({ code }) => code);
	const given = Object.fromEntries(Object.entries({ ...rest, "torch-version": torchVersion }).filter(([, value]) => value !== undefined));
	const settings = { ...DEFAULTS, ...readSettings(given, codes) };
	const { findings, limits, problems } = checkUnit(unit, { workspace, settings, project: "", isFile });
	return { findings, limits, problems };
}

async function run(program: Api.Program, options: Api.RunOptions = {}): Promise<Api.RunResult> {
	await parserReady();
	const prepared = prepare(program);
	const { program: whole, source, locator } = engineProgram(prepared);
	const end = performance.now() + (options.maxSeconds ?? 10) * 1000;
	const gap = source.module.gaps[0];
	const result = gap
		? syntaxErrorResult(source.path, source.text, gap)
		: runProgram(whole, { profile: "2.13", budget: RUN_BUDGET, argv: options.arguments ?? [], cancelled: () => performance.now() > end });
	const { outcome, stdout, warnings, error, limits } = result;
	return { outcome, stdout, warnings, error, limits: limits.map((limit) => locator.limit(limit)) };
}

async function graph(program: Api.Program, { name, format = "json" }: Api.GraphOptions = {}): Promise<string> {
	await parserReady();
	const { program: whole, source } = engineProgram(prepare(program));
	const gap = source.module.gaps[0];
	if (gap) throw new Error(`${source.path}: syntax error: ${gap.message}`);
	const result = drawGraph(whole, { profile: "2.13", budget: CHECK_BUDGET }, { name: name ?? null });
	if (result === null) throw new Error(`${source.path} defines no function or model \`${name}\``);
	if (result.graph === null) throw new Error(`nothing ${name === undefined ? "the program" : `\`${name}\``} computes has a graph`);
	return render(result.graph, format);
}

function applyFix(program: Api.Program, fix: Api.Fix): string | null {
	const { unit, raw } = prepare(program);
	let text = raw;
	for (const { path, cell, edits } of groupEdits(fix.edits)) {
		if (path !== unit.path) continue;
		const before = cell === undefined ? text : cellTexts(text)[cell - 1];
		if (before === undefined) return null;
		const after = applyEdits(before, asOffsets(edits, new Lines(before)));
		if (after === null) return null;
		text = cell === undefined ? after : writeCells(text, new Map([[cell, after]]));
	}
	return text;
}

export const library: typeof Api = { check, run, graph, applyFix, rules: rulePages() };
