/** Marks names whose values carry a gradient, in the visible editors, while the setting is on. */
import * as vscode from "vscode";
import type { BaseLanguageClient, Range } from "vscode-languageclient";

const SETTING = "highlightGradients";
/** After the last change; the diagnostics of the same text come first. */
const QUIET_MS = 250;

export function registerCarriers(client: BaseLanguageClient, onDidCheck: vscode.Event<string>): vscode.Disposable[] {
	const mark = vscode.window.createTextEditorDecorationType({
		borderWidth: "0 0 2px 0",
		borderStyle: "dotted",
		borderColor: new vscode.ThemeColor("gradsight.carriesGradient"),
		rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
	});
	const isOn = (uri?: vscode.Uri) => vscode.workspace.getConfiguration("gradsight", uri).get(SETTING, false);
	let timer: ReturnType<typeof setTimeout> | undefined;
	const show = async (editor: vscode.TextEditor): Promise<void> => {
		const { document } = editor;
		if (document.languageId !== "python" || !isOn(document.uri) || !client.isRunning()) return editor.setDecorations(mark, []);
		const { version } = document;
		const ranges = await client.sendRequest<Range[]>("gradsight/carriers", { textDocument: { uri: document.uri.toString() } });
		if (document.version === version)
			editor.setDecorations(
				mark,
				ranges.map(({ start, end }) => new vscode.Range(start.line, start.character, end.line, end.character)),
			);
	};
	const soon = () => {
		clearTimeout(timer);
		timer = setTimeout(() => vscode.window.visibleTextEditors.forEach((editor) => void show(editor).catch(() => {})), QUIET_MS);
	};
	return [
		mark,
		vscode.window.onDidChangeVisibleTextEditors(soon),
		vscode.workspace.onDidChangeTextDocument(({ document }) => document.languageId === "python" && soon()),
		vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("gradsight") && soon()),
		onDidCheck(soon),
		vscode.commands.registerCommand("gradsight.toggleGradients", () =>
			vscode.workspace.getConfiguration("gradsight").update(SETTING, !isOn(), vscode.ConfigurationTarget.Global),
		),
		{ dispose: () => clearTimeout(timer) },
	];
}
