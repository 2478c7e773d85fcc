/** The desktop and remote hosts: the server is a Node process. */
import * as vscode from "vscode";
import { type BaseLanguageClient, LanguageClient, type LanguageClientOptions, TransportKind } from "vscode-languageclient/node";

export function makeClient(context: vscode.ExtensionContext, options: LanguageClientOptions): BaseLanguageClient {
	const module = vscode.Uri.joinPath(context.extensionUri, "dist", "server.js").fsPath;
	const server = { module, transport: TransportKind.stdio };
	return new LanguageClient("gradsight", "Gradsight", { run: server, debug: server }, options);
}
