/** What every host shares: the language client's life, and everything that only an editor with windows can do. */
import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { registerCarriers } from "./carriers.ts";
import { registerFindings } from "./findings-view.ts";
import { fixAll, ignoreBecause, openSample, registerRulePages } from "./fixes.ts";
import { registerGraph } from "./graph-view.ts";
import { StatusItem } from "./status.ts";
import { registerStory } from "./story.ts";
import { checkWorkspace } from "./workspace.ts";

export type MakeClient = (context: vscode.ExtensionContext, options: LanguageClientOptions) => BaseLanguageClient;

/** Returns what stops it all. */
export async function start(context: vscode.ExtensionContext, makeClient: MakeClient): Promise<() => Promise<void>> {
	const output = vscode.window.createOutputChannel("Gradsight", { log: true });
	const trace = vscode.window.createOutputChannel(vscode.l10n.t("Gradsight (messages)"), { log: true });
	const client = makeClient(context, {
		documentSelector: [{ language: "python" }],
		outputChannel: output,
		traceOutputChannel: trace,
		initializationOptions: { status: true, commands: true },
		diagnosticPullOptions: { onChange: true, onSave: true },
		synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/{*.py,pyproject.toml,gradsight.toml,.gradsight.toml}") },
	});
	const status = new StatusItem(client, { output, trace });
	const command = (name: string, run: (...args: any[]) => unknown) => vscode.commands.registerCommand(name, run);
	context.subscriptions.push(
		output,
		trace,
		status,
		command("gradsight.restart", () => status.restart()),
		command("gradsight.showOutput", () => output.show()),
		command("gradsight.showTrace", () => trace.show()),
		command("gradsight.showMenu", () => status.showMenu()),
		command("gradsight.fixAll", fixAll),
		command("gradsight.ignoreBecause", ignoreBecause),
		command("gradsight.openWalkthroughSample", () => openSample(context)),
		command("gradsight.checkWorkspace", () => checkWorkspace(client)),
		...registerRulePages(client),
		...registerStory(),
		...registerFindings(),
		...registerCarriers(client, status.onDidCheck),
		...registerGraph(context, client, status.onDidCheck),
	);
	await status.starting(() => client.start());
	return () => client.stop();
}
