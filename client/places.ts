/** Leading the person to a place: in a file, or in the cell of a notebook. */
import * as vscode from "vscode";

export async function reveal(uri: vscode.Uri, at: vscode.Position, column?: vscode.ViewColumn): Promise<void> {
	const selection = new vscode.Range(at, at);
	const notebook = vscode.workspace.notebookDocuments.find((one) =>
		one.getCells().some((cell) => cell.document.uri.toString() === uri.toString()),
	);
	if (!notebook) {
		await vscode.window.showTextDocument(uri, { selection, ...(column === undefined ? {} : { viewColumn: column }) });
		return;
	}
	const index = notebook.getCells().findIndex((cell) => cell.document.uri.toString() === uri.toString());
	const range = new vscode.NotebookRange(index, index + 1);
	const editor = await vscode.window.showNotebookDocument(notebook, {
		selections: [range],
		...(column === undefined ? {} : { viewColumn: column }),
	});
	editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
	const cell = vscode.window.visibleTextEditors.find((one) => one.document.uri.toString() === uri.toString());
	if (cell) cell.selection = new vscode.Selection(at, at);
}

/** The Python text the person works on, also while a page or a panel has the focus. */
export function pythonEditor(): vscode.TextEditor | undefined {
	const { activeTextEditor, visibleTextEditors } = vscode.window;
	return [...(activeTextEditor ? [activeTextEditor] : []), ...visibleTextEditors].find((editor) => editor.document.languageId === "python");
}
