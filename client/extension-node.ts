/** The extension's entry on the desktop and on remote hosts: the server is a Node process. */
import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { clientOptions, start } from "./extension.ts";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
	const output = vscode.window.createOutputChannel("Gradsight", { log: true });
	const module = vscode.Uri.joinPath(context.extensionUri, "dist", "server.js").fsPath;
	const server = { module, transport: TransportKind.ipc };
	client = new LanguageClient("gradsight", "Gradsight", { run: server, debug: server }, clientOptions(output));
	await start(context, output, client);
}

export function deactivate(): Promise<void> | undefined {
	return client?.stop();
}
