/** The language server over stdio, as editors talk to it: pushed and pulled diagnostics, fixes, hover, hints, notebooks, half-typed code. */
import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CodeAction, Diagnostic, DocumentDiagnosticReport, Hover, InlayHint, TextEdit } from "vscode-languageserver/node";
import { type Session, startSession } from "./support/session.ts";

const BAD = "import torch\n\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\ny += 1\ny.sum().backward()\n";
const GOOD = BAD.replace("y += 1", "y = y + 1");
const IDLE = "x = 1  # gradsight: ignore[inplace-saved]\n";

const PULL = {
	textDocument: { diagnostic: {} },
	workspace: { configuration: true, diagnostics: { refreshSupport: true }, workspaceEdit: { documentChanges: true } },
};

describe("language server", () => {
	let session: Session | null = null;
	const folder = mkdtempSync(join(tmpdir(), "gradsight-server-"));
	const uri = `file://${folder}/model.py`;
	after(() => rmSync(folder, { recursive: true, force: true }));
	afterEach(async () => {
		await session?.stop();
		session = null;
	});

	const codes = (diagnostics: Diagnostic[]) => diagnostics.map((diagnostic) => diagnostic.code);
	const pull = (s: Session, of: string, previousResultId?: string) =>
		s.request<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri: of }, previousResultId });
	const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

	it("pushes findings to clients that do not pull, and takes them away", async () => {
		session = await startSession();
		assert.equal(session.capabilities["diagnosticProvider"], undefined);
		await session.open(uri, BAD);
		const [finding, ...rest] = await session.pushed(uri);
		assert.equal(rest.length, 0);
		assert.deepEqual([finding!.code, finding!.severity, finding!.source], ["inplace-saved", 1, "gradsight"]);
		assert.deepEqual(finding!.range, { start: { line: 4, character: 0 }, end: { line: 4, character: 6 } });
		assert.deepEqual(
			finding!.relatedInformation!.map((step) => [step.location.uri, step.location.range.start.line]),
			[
				[uri, 3],
				[uri, 4],
				[uri, 5],
			],
		);
		assert.match(finding!.relatedInformation![0]!.message, /^1\. /);
		assert.match(finding!.codeDescription!.href, /inplace-saved$/);
		await session.change(uri, 2, GOOD);
		assert.deepEqual(await session.pushed(uri), []);
		await session.change(uri, 3, BAD);
		assert.equal((await session.pushed(uri)).length, 1);
		await session.notify("textDocument/didClose", { textDocument: { uri } });
		assert.deepEqual(await session.pushed(uri), []);
	});

	it("answers pulls, and says when nothing changed", async () => {
		session = await startSession({ capabilities: PULL });
		await session.open(uri, BAD);
		const first = await pull(session, uri);
		assert.ok(first.kind === "full" && first.items.length === 1 && first.resultId);
		assert.deepEqual(await pull(session, uri, first.resultId), { kind: "unchanged", resultId: first.resultId });
		await session.change(uri, 2, GOOD);
		const second = await pull(session, uri, first.resultId);
		assert.ok(second.kind === "full" && second.items.length === 0);
	});

	it("takes ranged edits, in characters as editors count them", async () => {
		session = await startSession({ capabilities: PULL });
		await session.open(uri, BAD.replace("import torch\n", 'import torch; s = "\u{1f525}é"\n'));
		const edit = (line: number, from: number, to: number, text: string) => ({
			range: { start: { line, character: from }, end: { line, character: to } },
			text,
		});
		await session.notify("textDocument/didChange", {
			textDocument: { uri, version: 2 },
			contentChanges: [edit(0, 23, 23, "x"), edit(4, 0, 6, "y = y + 1")],
		});
		const report = await pull(session, uri);
		assert.ok(report.kind === "full" && report.items.length === 0);
	});

	it("keeps the last good findings while code is half typed", async () => {
		session = await startSession({ capabilities: PULL });
		await session.open(uri, BAD);
		await pull(session, uri);
		await session.change(uri, 2, `# new\n${BAD}z = f(`);
		const report = await pull(session, uri);
		assert.ok(report.kind === "full");
		assert.deepEqual(
			report.items.map((item) => item.range.start.line),
			[5],
		);
		await session.change(uri, 3, `# new\n${GOOD}z = f(`);
		const mended = await pull(session, uri);
		assert.ok(mended.kind === "full" && mended.items.length === 0);
	});

	it("offers fixes from the diagnostic's own data, all safe fixes at once, and a suppression", async () => {
		session = await startSession({ capabilities: PULL });
		const text = IDLE + BAD;
		await session.open(uri, text);
		const report = await pull(session, uri);
		assert.ok(report.kind === "full");
		const idle = report.items.find((item) => item.code === "unused-suppression")!;
		const bad = report.items.find((item) => item.code === "inplace-saved")!;
		assert.deepEqual([idle.tags, bad.tags], [[1], undefined]);
		const ask = (diagnostic: Diagnostic[], only?: string[]) =>
			session!.request<CodeAction[]>("textDocument/codeAction", {
				textDocument: { uri },
				range: diagnostic[0]?.range ?? whole,
				context: { diagnostics: diagnostic, only },
			});
		const [remove] = await ask([idle]);
		assert.deepEqual([remove!.kind, remove!.isPreferred], ["quickfix", true]);
		const change = remove!.edit!.documentChanges![0] as { textDocument: unknown; edits: TextEdit[] };
		assert.deepEqual(change.textDocument, { uri, version: 1 });
		assert.deepEqual(change.edits, [
			{ range: { start: { line: 0, character: 5 }, end: { line: 0, character: IDLE.length - 1 } }, newText: "" },
		]);
		const suppress = (await ask([bad])).find((action) => /Ignore inplace-saved/.test(action.title))!;
		assert.equal((suppress.edit!.documentChanges![0] as { edits: TextEdit[] }).edits[0]!.newText, "  # gradsight: ignore[inplace-saved]");
		const all = await ask([], ["source.fixAll.gradsight"]);
		assert.deepEqual(
			all.map((action) => action.kind),
			["source.fixAll.gradsight"],
		);
		assert.deepEqual(await ask([], ["refactor"]), []);
		// Clients that lose the data still get their fixes.
		const { data: _, ...bare } = idle;
		assert.equal((await ask([bare as Diagnostic]))[0]!.title, remove!.title);
	});

	it("tells about tensors on hover", async () => {
		session = await startSession({ capabilities: PULL });
		await session.open(uri, GOOD);
		const hover = await session.request<Hover | null>("textDocument/hover", { textDocument: { uri }, position: { line: 3, character: 0 } });
		const { value } = hover!.contents as { value: string };
		assert.match(value, /ExpBackward0/);
		assert.match(value, /\[3\]/);
		assert.equal(await session.request("textDocument/hover", { textDocument: { uri }, position: { line: 1, character: 0 } }), null);
	});

	it("answers inlay hints of the kinds that are wanted", async () => {
		session = await startSession({ capabilities: PULL, configuration: { inlayHints: { shape: false, cut: false, version: false } } });
		await session.open(uri, BAD);
		assert.deepEqual(await session.request<InlayHint[]>("textDocument/inlayHint", { textDocument: { uri }, range: whole }), []);
	});

	it("keeps hints while code is half typed, so that lines do not jump", async () => {
		session = await startSession({ capabilities: PULL });
		const text = "import torch\na = torch.ones(2)\nb = a + 1\n";
		const hints = async () =>
			(await session!.request<InlayHint[]>("textDocument/inlayHint", { textDocument: { uri }, range: whole })).map(
				({ position, label }) => `${position.line}:${position.character}${label}`,
			);
		await session.open(uri, text);
		assert.deepEqual(await hints(), ["1:1: [2]", "2:1: [2]"]);
		await session.change(uri, 2, text.replace("import torch\n", "import torch\nc = (\n"));
		assert.deepEqual(await hints(), ["2:1: [2]", "3:1: [2]"]);
	});

	it("keeps the project's settings when the editor's have a mistake", async () => {
		session = await startSession({ capabilities: PULL, configuration: { select: ["no-such-rule"] } });
		writeFileSync(join(folder, "gradsight.toml"), 'ignore = ["inplace-saved"]\n');
		await session.open(uri, BAD);
		const report = await pull(session, uri);
		rmSync(join(folder, "gradsight.toml"));
		assert.ok(report.kind === "full" && report.items.length === 0);
		assert.ok(session.messages.some((message) => /editor settings: select: there is no rule `no-such-rule`/.test(message)));
	});

	it("obeys the editor's settings and the project's", async () => {
		session = await startSession({ capabilities: PULL, configuration: { severity: { "inplace-saved": "hint" } } });
		await session.open(uri, BAD);
		const report = await pull(session, uri);
		assert.ok(report.kind === "full");
		assert.equal(report.items[0]!.severity, 4);
		writeFileSync(join(folder, "gradsight.toml"), 'ignore = ["inplace-saved"]\n');
		const silent = await pull(session, uri, report.resultId);
		assert.ok(silent.kind === "full" && silent.items.length === 0);
		writeFileSync(join(folder, "gradsight.toml"), "nonsense = 1\n");
		await pull(session, uri);
		rmSync(join(folder, "gradsight.toml"));
		assert.ok(session.messages.some((message) => /unknown setting `nonsense`/.test(message)));
	});

	it("can be switched off", async () => {
		session = await startSession({ initializationOptions: { settings: { enable: false } } });
		await session.open(uri, BAD);
		assert.deepEqual(await session.pushed(uri), []);
	});

	it("sees unsaved changes of imported files", async () => {
		const helper = `file://${folder}/helper.py`;
		const main = `file://${folder}/main.py`;
		session = await startSession();
		await session.open(helper, "def spoil(y):\n    return y\n");
		assert.deepEqual(await session.pushed(helper), []);
		await session.open(
			main,
			"import torch\nfrom helper import spoil\nw = torch.ones(3, requires_grad=True)\ny = spoil(w.exp())\ny += 1\ny.sum().backward()\n",
		);
		assert.deepEqual(codes(await session.pushed(main)), ["inplace-saved"]);
		await session.change(helper, 2, "def spoil(y):\n    return y.clone()\n");
		assert.deepEqual(await session.pushed(main), []);
	});

	it("treats a notebook as one program", async () => {
		session = await startSession();
		const notebook = `file://${folder}/n.ipynb`;
		const cells = ["nb:a", "nb:b"];
		const document = (cell: string, text: string) => ({ uri: cell, languageId: "python", version: 1, text });
		await session.notify("notebookDocument/didOpen", {
			notebookDocument: {
				uri: notebook,
				notebookType: "jupyter-notebook",
				version: 1,
				cells: cells.map((cell) => ({ kind: 2, document: cell })),
			},
			cellTextDocuments: [
				document("nb:a", "%matplotlib inline\nimport torch\nw = torch.ones(3, requires_grad=True)\ny = w.exp()"),
				document("nb:b", "y += 1\ny.sum().backward()"),
			],
		});
		assert.deepEqual(await session.pushed("nb:a"), []);
		const [finding] = await session.pushed("nb:b");
		assert.equal(finding!.code, "inplace-saved");
		assert.deepEqual(finding!.range.start, { line: 0, character: 0 });
		assert.equal(finding!.relatedInformation![0]!.location.uri, "nb:a");
		await session.notify("notebookDocument/didChange", {
			notebookDocument: { uri: notebook, version: 2 },
			change: { cells: { textContent: [{ document: { uri: "nb:b", version: 2 }, changes: [{ text: "y = y + 1\ny.sum().backward()" }] }] } },
		});
		await session.pushed("nb:a");
		assert.deepEqual(await session.pushed("nb:b"), []);
	});

	it("survives every prefix of a program", async () => {
		session = await startSession({ capabilities: PULL });
		await session.open(uri, "");
		for (let length = 0, version = 2; length <= BAD.length; length += 3, version++) {
			await session.change(uri, version, BAD.slice(0, length));
			const report = await pull(session, uri);
			assert.equal(report.kind, "full");
		}
		assert.deepEqual(session.messages, []);
	});
});
