/** The engine in a web worker: answers one question of the page at a time. */
import { CHECK_BUDGET, graph, RUN_BUDGET, run } from "../../engine/index.ts";
import { initPython } from "../../grammars/python.ts";
import { VERSION } from "../../server/bundle.ts";
import { analyse } from "../../server/checker.ts";
import { asSvg } from "../../server/graphs/svg.ts";
import { Workspace } from "../../server/imports.ts";
import { loadSource } from "../../server/load.ts";
import { rulePages } from "../../server/rules.ts";
import { DEFAULTS } from "../../server/settings.ts";
import type { Answer, Checked, Drawn, Question } from "./protocol.ts";
import { PATH } from "./protocol.ts";

/** A page must answer; a program that takes longer is given up with what is known until then. */
const SECONDS = 8;

const scope = globalThis as unknown as Worker;
const answer = (message: Answer) => scope.postMessage(message);
/** Nothing but the one program. */
const nothing = { read: () => null, isNamespace: () => false };

const bytes = async (name: string) => new Uint8Array(await (await fetch(name)).arrayBuffer());
const ready = Promise.all([bytes("web-tree-sitter.wasm"), bytes("tree-sitter-python.wasm")]).then(([runtimeWasm, grammarWasm]) =>
	initPython({ runtimeWasm: runtimeWasm!, grammarWasm: grammarWasm! }),
);
void ready.then(() =>
	answer({ kind: "ready", version: VERSION, rules: rulePages().map(({ code, summary, why }) => ({ code, summary, why })) }),
);

scope.addEventListener("message", async ({ data }: MessageEvent<Question>) => {
	await ready;
	const { id, ask, text } = data;
	const end = performance.now() + SECONDS * 1000;
	const cancelled = () => performance.now() > end;
	try {
		if (ask === "check") answer({ kind: "result", id, result: check(text, cancelled) });
		else if (ask === "run") {
			const { outcome, stdout, traceback, warnings } = run(program(text), { profile: "2.13", budget: RUN_BUDGET, cancelled });
			answer({ kind: "result", id, result: { outcome, stdout, traceback, warnings } });
		} else answer({ kind: "result", id, result: draw(text, data.name ?? null) });
	} catch (error) {
		answer({ kind: "failed", id, why: String((error as Error)?.message ?? error) });
	}
});

function program(text: string) {
	return new Workspace(nothing).program(loadSource(PATH, text), [""]);
}

function check(text: string, cancelled: () => boolean): Checked {
	const started = performance.now();
	const context = { workspace: new Workspace(nothing), settings: DEFAULTS, project: null, isFile: () => false, cancelled, facts: true };
	const { source, report } = analyse({ path: PATH, text, cells: null }, context);
	const { findings, facts, hints } = report;
	const definitions = source.module.body.flatMap((node) => (node.kind === "ClassDef" || node.kind === "FunctionDef" ? [node.name] : []));
	return { findings, facts, hints, gaps: source.module.gaps, definitions, milliseconds: performance.now() - started };
}

function draw(text: string, name: string | null): Drawn {
	const result = graph(program(text), { profile: "2.13", budget: CHECK_BUDGET }, { name });
	if (result === null) return { svg: null, note: `There is no function or model \`${name}\`.` };
	const raises =
		result.raises === null
			? null
			: `The program raises ${result.raises.type}${result.raises.line === null ? "" : ` in line ${result.raises.line}`}; the graph shows what was computed until then.`;
	if (result.graph === null)
		return { svg: null, note: raises ?? `Nothing ${name === null ? "the program" : `\`${name}\``} computes has a graph.` };
	return { svg: asSvg(result.graph), note: raises };
}
