/** Random edits against a live server: what it says of a text it came to by edits is what a cold check says of the text. */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Diagnostic, DocumentDiagnosticReport } from "vscode-languageserver/node";
import { analyse } from "../../server/checker.ts";
import { Workspace } from "../../server/imports.ts";
import { loadSource } from "../../server/load.ts";
import { Locator } from "../../server/located.ts";
import { parserReady } from "../../server/parser.ts";
import { DEFAULTS } from "../../server/settings.ts";
import { startSession } from "../support/session.ts";
import { fixtures } from "./judge.ts";
import { applyChange, change } from "./mutate.ts";

const PULL = { textDocument: { diagnostic: {} }, workspace: { configuration: true, diagnostics: { refreshSupport: true } } };
/** A text that has drifted this far from a program is replaced by a fresh one. */
const DRIFT = 12;

export async function editLive(edits: number, seed: number): Promise<{ compared: number; memory: number[] }> {
	await parserReady();
	const session = await startSession({ capabilities: PULL });
	const uri = "untitled:edited.py";
	const texts = fixtures().map(({ text }) => text.split("\n").slice(0, 60).join("\n"));
	const changes = fc.sample(change, { seed, numRuns: edits });
	let text = texts[0]!;
	let version = 1;
	let compared = 0;
	const memory: number[] = [];
	await session.open(uri, text);
	for (const [index, one] of changes.entries()) {
		const next = index % DRIFT === DRIFT - 1 ? texts[((index / DRIFT) % texts.length) | 0]! : applyChange(text, one).replace(/[\r\0]/g, "");
		await session.notify("textDocument/didChange", { textDocument: { uri, version: ++version }, contentChanges: [smallest(text, next)] });
		text = next;
		const report = await session.request<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri } });
		const cold = coldCheck(text);
		// Of a half-typed text the server keeps saying what it said of the last whole one.
		if (cold !== null && report.kind === "full") {
			compared++;
			assert.deepEqual(
				report.items
					.filter((item) => item.source === "gradsight")
					.map(place)
					.sort(),
				cold,
				`after edit ${index} (seed ${seed}) of\n${text}`,
			);
		}
		if (index % Math.max(50, Math.floor(edits / 12)) === 0) memory.push(megabytes(session.pid));
	}
	memory.push(megabytes(session.pid));
	await session.stop();
	return { compared, memory };
}

/** `code line:column` of what a cold check finds; null for a text that cannot be parsed. */
function coldCheck(text: string): string[] | null {
	if (loadSource("edited.py", text).module.gaps.length > 0) return null;
	const { report } = analyse(
		{ path: "edited.py", text, cells: null },
		{ workspace: new Workspace({ read: () => null, isNamespace: () => false }), settings: DEFAULTS, project: null, isFile: () => false },
	);
	const locator = new Locator("edited.py", null, () => text);
	return report.findings
		.map((finding) => locator.finding(finding))
		.map(({ code, line, column }) => `${code} ${line}:${column}`)
		.sort();
}

function place({ code, range }: Diagnostic): string {
	return `${code} ${range.start.line + 1}:${range.start.character + 1}`;
}

/** The change as an editor would send it: only what differs, as a range. */
function smallest(before: string, after: string) {
	let start = 0;
	while (start < before.length && start < after.length && before[start] === after[start]) start++;
	let end = 0;
	while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end])
		end++;
	const position = (offset: number) => {
		const head = before.slice(0, offset).split("\n");
		return { line: head.length - 1, character: head.at(-1)!.length };
	};
	return { range: { start: position(start), end: position(before.length - end) }, text: after.slice(start, after.length - end) };
}

function megabytes(pid: number | undefined): number {
	try {
		return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1024);
	} catch {
		return 0;
	}
}
