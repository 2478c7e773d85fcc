/** What both hosts share: the status item, commands, and the life of the language client. */
import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";

/** What the server tells after each analysis. */
interface Status {
	uri: string;
	seconds: number;
	counts: { error: number; warning: number; information: number; hint: number };
	limits: number;
}

const FIX_ALL = "source.fixAll.gradsight";

export function clientOptions(output: vscode.LogOutputChannel): LanguageClientOptions {
	return {
		documentSelector: [{ language: "python" }],
		outputChannel: output,
		initializationOptions: { status: true },
		diagnosticPullOptions: { onChange: true, onSave: true },
		synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/{*.py,pyproject.toml,gradsight.toml,.gradsight.toml}") },
	};
}

/** Starts the client and everything around it. */
export async function start(context: vscode.ExtensionContext, output: vscode.LogOutputChannel, client: BaseLanguageClient): Promise<void> {
	const item = vscode.languages.createLanguageStatusItem("gradsight.status", { language: "python" });
	item.name = "Gradsight";
	item.text = "$(sync~spin) Gradsight";
	item.command = { command: "gradsight.showOutput", title: vscode.l10n.t("Show output") };
	const command = (name: string, run: () => unknown) => vscode.commands.registerCommand(name, run);
	context.subscriptions.push(
		item,
		output,
		command("gradsight.restart", () => restart(client, item)),
		command("gradsight.showOutput", () => output.show()),
		command("gradsight.fixAll", () => fixAll()),
		command("gradsight.openWalkthroughSample", () => openSample(context)),
		client.onNotification("gradsight/status", (status: Status) => showStatus(item, status)),
	);
	await client.start();
	idle(item);
}

async function restart(client: BaseLanguageClient, item: vscode.LanguageStatusItem): Promise<void> {
	item.busy = true;
	try {
		await client.stop();
		await client.start();
		idle(item);
	} catch (error) {
		item.severity = vscode.LanguageStatusSeverity.Error;
		item.text = vscode.l10n.t("Gradsight could not start");
		throw error;
	} finally {
		item.busy = false;
	}
}

function idle(item: vscode.LanguageStatusItem): void {
	item.text = "$(check) Gradsight";
	item.detail = vscode.l10n.t("Ready");
	item.severity = vscode.LanguageStatusSeverity.Information;
}

function showStatus(item: vscode.LanguageStatusItem, status: Status): void {
	const { error, warning } = status.counts;
	item.text = error + warning === 0 ? "$(check) Gradsight" : `$(warning) Gradsight: ${error + warning}`;
	const found = vscode.l10n.t("{0} errors, {1} warnings", error, warning);
	item.detail = `${found} (${Math.round(status.seconds * 1000)} ms)`;
}

async function fixAll(): Promise<void> {
	const editor = vscode.window.activeTextEditor;
	if (!editor) return;
	const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
	const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", editor.document.uri, whole, FIX_ALL);
	const action = actions?.find((one) => one.kind?.value === FIX_ALL && one.edit);
	if (action?.edit) await vscode.workspace.applyEdit(action.edit);
	else void vscode.window.showInformationMessage(vscode.l10n.t("Gradsight has no safe fix for this file."));
}

/** A copy to play with: the original stays as it is. */
async function openSample(context: vscode.ExtensionContext): Promise<void> {
	const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, "client", "walkthrough", "sample.py"));
	const document = await vscode.workspace.openTextDocument({ language: "python", content: new TextDecoder().decode(bytes) });
	await vscode.window.showTextDocument(document);
}
