/** Commands around findings: all safe fixes, ignoring with a reason, a rule's page, and the sample of the walkthrough. */
import * as vscode from "vscode";
import type { BaseLanguageClient, Range } from "vscode-languageclient";
import { pythonEditor } from "./places.ts";

const FIX_ALL = "source.fixAll.gradsight";
const PAGES = "gradsight-rule";

export async function fixAll(): Promise<void> {
	const editor = pythonEditor();
	if (!editor) return;
	const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
	const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
		"vscode.executeCodeActionProvider",
		editor.document.uri,
		whole,
		FIX_ALL,
	);
	const action = actions?.find((one) => one.kind?.value === FIX_ALL && one.edit);
	if (action?.edit) await vscode.workspace.applyEdit(action.edit);
	else void vscode.window.showInformationMessage(vscode.l10n.t("Gradsight has no safe fix for this file."));
}

/** The code action of this name: the server knows the place and the comment, the person knows why. */
export async function ignoreBecause(uri: string, range: Range, comment: string): Promise<void> {
	const reason = await vscode.window.showInputBox({
		title: comment.trim(),
		prompt: vscode.l10n.t("Why is it fine here? The reason becomes part of the comment."),
	});
	if (reason === undefined) return;
	const edit = new vscode.WorkspaceEdit();
	const place = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
	edit.replace(vscode.Uri.parse(uri, true), place, `${comment} ${reason.replace(/\s+/g, " ")}`.trimEnd());
	await vscode.workspace.applyEdit(edit);
}

/** `gradsight.explain` shows a rule's page beside the code. */
export function registerRulePages(client: BaseLanguageClient): vscode.Disposable[] {
	const page = (code: string) => client.sendRequest<string | null>("gradsight/explain", { code });
	return [
		vscode.workspace.registerTextDocumentContentProvider(PAGES, {
			provideTextDocumentContent: (uri) => page(uri.path.replace(/^\/|\.md$/g, "")),
		}),
		vscode.commands.registerCommand("gradsight.explain", async (given?: string) => {
			const code =
				given ??
				ruleAtCursor() ??
				(await vscode.window.showInputBox({ prompt: vscode.l10n.t("Code of the rule, for example inplace-saved") }));
			if (!code) return;
			if ((await page(code)) === null) void vscode.window.showInformationMessage(vscode.l10n.t("There is no rule {0}.", code));
			else await vscode.commands.executeCommand("markdown.showPreviewToSide", vscode.Uri.from({ scheme: PAGES, path: `/${code}.md` }));
		}),
	];
}

function ruleAtCursor(): string | undefined {
	const editor = pythonEditor();
	if (!editor) return undefined;
	const finding = findingsOf(editor.document.uri).find(
		({ range }) => range.start.line <= editor.selection.active.line && editor.selection.active.line <= range.end.line,
	);
	return finding && codeOf(finding);
}

export const findingsOf = (uri: vscode.Uri): vscode.Diagnostic[] =>
	vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === "gradsight");

export const codeOf = ({ code }: vscode.Diagnostic): string => String(typeof code === "object" ? code.value : (code ?? ""));

/** A copy to play with: the original stays as it is. */
export async function openSample(context: vscode.ExtensionContext): Promise<void> {
	const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, "client", "walkthrough", "sample.py"));
	const document = await vscode.workspace.openTextDocument({ language: "python", content: new TextDecoder().decode(bytes) });
	await vscode.window.showTextDocument(document);
}
