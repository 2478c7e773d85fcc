/** A language server driven over stdio: `node lsp-side.mjs METRIC FILE COMMAND WORD...` prints `{"value", "counters"}`; METRIC is `first` or `edit`. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { median } from "./measure.ts";

const [metric = "", file = "", command = "", ...words] = process.argv.slice(2);

const began = performance.now();
const child = spawn(command, words, { stdio: ["pipe", "pipe", "ignore"] });
const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => null));
connection.onRequest("client/registerCapability", () => null);
connection.onRequest("window/workDoneProgress/create", () => null);
connection.onRequest("workspace/diagnostic/refresh", () => null);
connection.listen();

const uri = pathToFileURL(file).href;
const folder = pathToFileURL(file.replace(/[^\\/]*$/, "")).href;
const text = readFileSync(file, "utf8");
await connection.sendRequest("initialize", {
	processId: process.pid,
	rootUri: folder,
	workspaceFolders: [{ uri: folder, name: "bench" }],
	capabilities: {
		textDocument: { diagnostic: { dynamicRegistration: false }, synchronization: {} },
		workspace: { workspaceFolders: true, configuration: true },
	},
});
await connection.sendNotification("initialized", {});
await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } });

/** Complete diagnostics of the text as it is now. */
const pull = (): Promise<{ items?: unknown[] }> => connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
let items = (await pull()).items?.length ?? 0;
const first = performance.now() - began;

// In a large file some servers take seconds for each.
const EDITS = text.length > 100_000 ? 6 : 30;
const WARM_UP = text.length > 100_000 ? 2 : 5;
/** Lines of methods, where an edit leaves the rest of the file as it is. */
const lines = text.split("\n");
const places = lines.flatMap((line, i) => (/^ {8}\w+ = /.test(line) ? [i] : []));
const taken: number[] = [];
for (let i = 0; metric === "edit" && i < 2 * (EDITS + WARM_UP); i++) {
	const line = places[((i >> 1) * 37) % places.length]!;
	const isThere = i % 2 === 1;
	const range = { start: { line, character: 0 }, end: { line: isThere ? line + 1 : line, character: 0 } };
	const started = performance.now();
	await connection.sendNotification("textDocument/didChange", {
		textDocument: { uri, version: i + 2 },
		contentChanges: [{ range, text: isThere ? "" : "        zz = undefined_name\n" }],
	});
	items = Math.max(items, (await pull()).items?.length ?? 0);
	if (i >= 2 * WARM_UP) taken.push(performance.now() - started);
}
const memory = /VmHWM:\s+(\d+)/.exec(safely(() => readFileSync(`/proc/${child.pid}/status`, "utf8")) ?? "");
taken.sort((a, b) => a - b);
const counters = {
	lines: lines.length - 1,
	diagnostics: items,
	...(metric === "edit" ? { edits: taken.length, p95: Math.round(taken[Math.floor(taken.length * 0.95)]! * 10) / 10 } : {}),
	...(memory ? { peakMB: Math.round(Number(memory[1]) / 1024) } : {}),
};
console.log(JSON.stringify({ value: metric === "first" ? first : median(taken), counters }));
child.kill();
process.exit(0);

function safely<T>(read: () => T): T | null {
	try {
		return read();
	} catch {
		return null;
	}
}
