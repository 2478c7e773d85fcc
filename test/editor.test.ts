/** What only editors with windows ask of the language server: graphs, code lenses, rule pages, files that are not open. */
import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CodeAction, CodeLens, Diagnostic, DocumentDiagnosticReport, Hover, Range } from "vscode-languageserver/node";
import { type Session, startSession } from "./support/session.ts";

const EDITOR = { capabilities: { textDocument: { diagnostic: {} } }, initializationOptions: { commands: true } };

/** `gate` gets no gradient. */
const GATED = `import torch
from torch import nn


class Gated(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Linear(8, 16)
        self.gate = nn.Linear(16, 16)
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        h = torch.relu(self.features(x))
        g = torch.sigmoid(self.gate(h)).detach()
        return self.head(h * g)


model = Gated()
x, y = torch.randn(32, 8), torch.randint(0, 4, (32,))
for step in range(3):
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
`;
const LOOP =
	"import torch\nfrom torch import nn\n\ncell = nn.Linear(2, 2)\nh = torch.zeros(1, 2)\nfor t in range(200):\n    h = torch.tanh(cell(h))\n    h = h * 0.5\nh.sum().backward()\n";

interface Picture {
	kind: string;
	id: string;
	title: string;
	note: string;
	svg: string;
	boxes: { key: string; label: string; place: { uri: string; range: Range } | null; group: number | null; inside: number | null }[];
	open: number[];
}

describe("language server, for editors with windows", () => {
	let session: Session;
	const folder = mkdtempSync(join(tmpdir(), "gradsight-editor-"));
	const uri = `file://${folder}/gated.py`;
	after(() => rmSync(folder, { recursive: true, force: true }));
	afterEach(() => session.stop());

	const graph = (line: number, more: object = {}) =>
		session.request<Picture>("gradsight/graph", { textDocument: { uri }, position: { line, character: 8 }, ...more });
	const labels = ({ boxes }: Picture) => boxes.map((box) => box.label);

	it("counts who receives gradient, over forward and at backward", async () => {
		session = await startSession(EDITOR);
		await session.open(uri, GATED);
		const lenses = await session.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
		assert.deepEqual(
			lenses.map(({ range, command }) => [range.start.line, command!.title, command!.command, command!.tooltip]),
			[
				[11, "4 of 6 parameters receive gradient · show autograd graph", "gradsight.showGraph", "No gradient for: gate.weight, gate.bias"],
				[21, "4 of 6 parameters receive gradient · show autograd graph", "gradsight.showGraph", "No gradient for: gate.weight, gate.bias"],
			],
		);
		await session.change(uri, 2, GATED.replace("model = Gated()", "model = Gated()\nmodel.head.requires_grad_(False)"));
		const [frozen] = await session.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
		assert.match(frozen!.command!.title, /^2 of 6 parameters receive gradient \(2 frozen\)/);
	});

	it("counts the parameters that were there when backward ran", async () => {
		session = await startSession(EDITOR);
		await session.open(uri, `${GATED}model.head.weight = nn.Parameter(torch.ones(4, 16))\nlater = Gated()\n`);
		const lenses = await session.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
		assert.deepEqual(
			lenses.map(({ command }) => command!.title.slice(0, 34)),
			["4 of 6 parameters receive gradient", "4 of 6 parameters receive gradient"],
		);
	});

	it("says nothing about gradients where backward raises, and offers other clients no lenses", async () => {
		session = await startSession(EDITOR);
		await session.open(uri, GATED.replace("    loss.backward()", "    loss.backward()\n    loss.backward()"));
		const lenses = await session.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
		assert.equal(lenses.find(({ range }) => range.start.line === 22)!.command!.title, "show autograd graph");
		await session.stop();
		session = await startSession();
		assert.equal(session.capabilities["codeLensProvider"], undefined);
	});

	it("speaks the client's language", async () => {
		session = await startSession({ ...EDITOR, locale: "zh-cn" });
		await session.open(uri, GATED);
		const [lens] = await session.request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
		assert.match(lens!.command!.title, /^6 个参数中有 4 个得到梯度/);
	});

	it("draws the graph of the function at the cursor, with cuts, places and labels", async () => {
		session = await startSession(EDITOR);
		await session.open(uri, GATED);
		const picture = await graph(12);
		assert.deepEqual([picture.kind, picture.title], ["graph", "what Gated.forward returns"]);
		assert.match(picture.svg, /^<svg [^]*class="edge cut"[^]*✂ \.detach\(\)/);
		assert.doesNotMatch(picture.svg, /<style>/);
		const relu = picture.boxes.find((box) => box.label.startsWith("ReluBackward0"))!;
		assert.deepEqual([relu.place!.uri, relu.place!.range.start], [uri, { line: 12, character: 18 }]);
		assert.ok(labels(picture).some((label) => /^model\.gate\.weight, leaf, .*behind a cut/.test(label)));
		assert.deepEqual(await graph(13, { shown: picture.id }), { kind: "same" });
		assert.match((await graph(13, { shown: picture.id, open: picture.open, alone: true })).svg, /<style>/);
		assert.equal((await graph(21)).title, "backward in line 22");
		await session.change(uri, 2, GATED.replace("return self.head(h * g)", "return self.head(h *"));
		assert.deepEqual(await graph(12), { kind: "broken" });
		await session.change(uri, 3, "x = 1\n");
		assert.deepEqual(await graph(0), { kind: "none" });
	});

	it("tells on hover where a gradient goes, and where it was cut", async () => {
		session = await startSession(EDITOR);
		await session.open(uri, GATED);
		const hover = async (line: number, character: number) =>
			(
				(await session.request<Hover>("textDocument/hover", { textDocument: { uri }, position: { line, character } })).contents as {
					value: string;
				}
			).value;
		assert.match(await hover(12, 8), /its gradient goes on to `model\.features\.weight` and `model\.features\.bias`$/m);
		assert.match(
			await hover(13, 8),
			/no gradient: line 14 leaves the graph \(\.detach\(\)\); that cuts it off from .*`model\.gate\.weight`.* and 1 more/,
		);
		assert.match(await hover(18, 0), /no gradient: a leaf without `requires_grad`/);
		// A hover may come from the analysis before; diagnostics wait for the new one.
		const settled = () => session!.request("textDocument/diagnostic", { textDocument: { uri } });
		await session.change(uri, 2, `import torch\n${GATED}`);
		await settled();
		assert.match(await hover(14, 8), /no gradient: line 15 leaves/);
		// A class that nobody uses is known by its own names.
		await session.change(uri, 3, GATED.slice(0, GATED.indexOf("model = ")));
		await settled();
		assert.match(await hover(12, 8), /its gradient goes on to `features\.weight` and `features\.bias`$/m);
	});

	it("shows where backward stops", async () => {
		session = await startSession(EDITOR);
		await session.open(uri, "import torch\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\ny += 1\ny.sum().backward()\n");
		const picture = await graph(4);
		assert.equal(picture.note, "RuntimeError, line 5");
		assert.ok(labels(picture).some((label) => /^ExpBackward0.*result v0 → v1.*backward stops here/.test(label)));
	});

	it("folds and unfolds", async () => {
		session = await startSession(EDITOR);
		await session.open(uri, LOOP);
		const folded = await graph(8);
		const loop = folded.boxes.find((box) => box.group !== null)!;
		assert.match(loop.label, /^for t in range\(200\):.*800 nodes · 2 leaves, folded$/);
		const opened = await graph(8, { shown: folded.id, open: [...folded.open, loop.group!] });
		assert.equal(opened.boxes.filter((box) => /iteration \d+/.test(box.label)).length, 200);
		assert.deepEqual(labels(await graph(8, { shown: folded.id, open: folded.open })), labels(folded));
	});

	it("tells which names carry a gradient", async () => {
		session = await startSession(EDITOR);
		await session.open(uri, "import torch\nw = torch.ones(3, requires_grad=True)\nx = torch.ones(3)\ny = w * x\nz = y.detach()\n");
		const ranges = await session.request<Range[]>("gradsight/carriers", { textDocument: { uri } });
		assert.deepEqual(ranges.map(({ start }) => [start.line, start.character]).sort(), [
			[1, 0],
			[3, 0],
			[3, 4],
			[4, 4],
		]);
	});

	it("explains rules", async () => {
		session = await startSession(EDITOR);
		assert.match((await session.request<string | null>("gradsight/explain", { code: "inplace-saved" }))!, /^# inplace-saved \(error\)\n/);
		assert.equal(await session.request("gradsight/explain", { code: "nonsense" }), null);
		await session.open(uri, "import torch\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\ny += 1\ny.sum().backward()\n");
		const report = await session.request<DocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri } });
		const [finding] = (report as { items: Diagnostic[] }).items;
		const actions = await session.request<CodeAction[]>("textDocument/codeAction", {
			textDocument: { uri },
			range: finding!.range,
			context: { diagnostics: [finding] },
		});
		assert.deepEqual(
			actions.flatMap(({ command }) => (command ? [[command.command, command.arguments!.at(-1)]] : [])),
			[
				["gradsight.ignoreBecause", `  # gradsight: ignore[${finding!.code}]`],
				["gradsight.explain", finding!.code],
			],
		);
	});

	it("checks files that are not open, until they are", async () => {
		session = await startSession(EDITOR);
		writeFileSync(
			join(folder, "closed.py"),
			"import torch\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\ny += 1\ny.sum().backward()\n",
		);
		writeFileSync(join(folder, "gradsight.toml"), 'exclude = ["old"]\n');
		const closed = `file://${folder}/closed.py`;
		const check = async (of: string) =>
			(await session.request<{ skipped: boolean; findings: number }>("gradsight/checkFile", { uri: of })) satisfies object;
		assert.equal((await check(closed)).findings, 1);
		assert.deepEqual(
			(await session.pushed(closed)).map(({ code }) => code),
			["inplace-saved"],
		);
		assert.equal((await check(`file://${folder}/old/x.py`)).skipped, true);
		assert.equal((await check(`file://${folder}/nothing.py`)).skipped, true);
		await session.open(closed, "x = 1\n");
		assert.deepEqual(await session.pushed(closed), []);
		rmSync(join(folder, "gradsight.toml"));
	});
});
