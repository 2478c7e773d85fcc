// Runs inside a real extension host: the extension's answers through VS Code's own API, in a file and in a notebook.
import * as vscode from "vscode";
import { FIX, FIXED, HOVER, LENS, LINE, WORD } from "./sample.mjs";

function check(condition, what) {
	if (!condition) throw new Error(what);
	console.log(`ok: ${what}`);
}

async function until(read, what) {
	for (let i = 0; i < 200; i++) {
		const value = read();
		if (value) return value;
		await new Promise((done) => setTimeout(done, 100));
	}
	throw new Error(`never happened: ${what}`);
}

const ours = (uri) => vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === "gradsight");

export async function run() {
	await checkClosedFiles();
	const files = await vscode.workspace.findFiles("**/model.py");
	const uri = files[0] ?? vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, "model.py");
	const document = await vscode.workspace.openTextDocument(uri);
	await vscode.window.showTextDocument(document);
	const [finding] = await until(() => (ours(uri).length > 0 ? ours(uri) : null), "a finding in the file");
	check(finding.range.start.line <= LINE - 1 && finding.code, `the finding is there: ${finding.message}`);
	check(finding.relatedInformation?.length > 0, "it tells its story");

	const at = new vscode.Position(LINE - 1, document.lineAt(LINE - 1).text.indexOf(WORD) + 1);
	const hovers = await vscode.commands.executeCommand("vscode.executeHoverProvider", uri, at);
	check(
		HOVER.test(hovers.flatMap((hover) => hover.contents.map((content) => content.value)).join("\n")),
		"the hover tells about the tensor",
	);

	const actions = await vscode.commands.executeCommand("vscode.executeCodeActionProvider", uri, finding.range);
	const fix = actions.find((action) => FIX.test(action.title) && action.edit);
	check(fix, "a fix is offered");
	await vscode.workspace.applyEdit(fix.edit);
	check(FIXED.test(document.getText()), "the fix does what it says");
	await until(() => ours(uri).length === 0, "the finding goes away");
	check(true, "the finding is gone");

	await graphsAndLenses();

	const cell = (text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "python");
	const setup = "%matplotlib inline\nimport torch\nw = torch.randn(3, requires_grad=True)\nparts = [w.sum(), w.prod()]";
	const notebook = await vscode.workspace.openNotebookDocument(
		"jupyter-notebook",
		new vscode.NotebookData([cell(setup), cell("loss = torch.tensor(parts).sum()\nloss.backward()")]),
	);
	await vscode.window.showNotebookDocument(notebook);
	const second = notebook.cellAt(1).document.uri;
	await until(() => ours(second).length > 0, "a finding in the second cell");
	check(ours(notebook.cellAt(0).document.uri).length === 0, "the finding stands in its own cell");
	const [cellFinding] = ours(second);
	await vscode.commands.executeCommand("gradsight.goToStep", second, cellFinding, 0);
	const step = cellFinding.relatedInformation[0].location;
	await until(
		() =>
			vscode.window.activeNotebookEditor?.notebook === notebook &&
			vscode.window.activeNotebookEditor.selection.start ===
				notebook.getCells().findIndex((one) => one.document.uri.toString() === step.uri.toString()),
		"the story leads to a cell",
	);
	check(true, "the story leads to a cell");

	await vscode.commands.executeCommand("gradsight.restart");
	await until(() => ours(second).length > 0, "findings after a restart");
	check(true, "the server can be started again");
}

/** "Check the workspace" brings findings of files that nobody has opened. */
async function checkClosedFiles() {
	await vscode.extensions.getExtension("gradsight.gradsight").activate();
	const [closed] = await vscode.workspace.findFiles("**/gated.py");
	void vscode.commands.executeCommand("gradsight.checkWorkspace");
	await until(() => ours(closed).length > 0, "a finding in a closed file");
	check(
		vscode.workspace.textDocuments.every((document) => document.uri.path !== closed.path),
		"a closed file is checked without being opened",
	);
}

async function graphsAndLenses() {
	const [uri] = await vscode.workspace.findFiles("**/gated.py");
	const document = await vscode.workspace.openTextDocument(uri);
	const editor = await vscode.window.showTextDocument(document);
	const lenses = await vscode.commands.executeCommand("vscode.executeCodeLensProvider", uri, 10);
	check(
		lenses.some((lens) => LENS.test(lens.command?.title ?? "")),
		"a lens counts the parameters",
	);
	const [finding] = await until(() => (ours(uri).length > 0 ? ours(uri) : null), "a finding in the second file");
	await until(() => ours(uri).length === 1, "it is shown once");
	const steps = finding.relatedInformation.map((step) => step.location.range.start.line);
	editor.selection = new vscode.Selection(0, 0, 0, 0);
	for (const line of [...steps, steps[0]]) {
		await vscode.commands.executeCommand("gradsight.nextStep");
		if (vscode.window.activeTextEditor.selection.active.line !== line)
			throw new Error(`the story led to line ${vscode.window.activeTextEditor.selection.active.line}, not ${line}`);
	}
	check(true, "the story leads from step to step and round again");
	await vscode.commands.executeCommand("gradsight.endStory");
	await vscode.commands.executeCommand("gradsight.showGraph");
	const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
	await until(() => tabs().some((tab) => tab.input instanceof vscode.TabInputWebview && /^Graph: /.test(tab.label)), "a graph with a name");
	check(true, "the graph opens");
	await vscode.commands.executeCommand("gradsight.explain", "inplace-saved");
	const page = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: "gradsight-rule", path: "/inplace-saved.md" }));
	check(page.getText().startsWith("# inplace-saved"), "a rule is explained");
	await vscode.window.tabGroups.close(tabs().filter((tab) => tab.input instanceof vscode.TabInputWebview));
}
