/** The language status item: what the last check found, and the way to output, settings and restart. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

/** What the server tells after each analysis. */
interface Status {
	uri: string;
	seconds: number;
	counts: { error: number; warning: number; information: number; hint: number };
	limits: number;
}

export class StatusItem implements vscode.Disposable {
	readonly #client: BaseLanguageClient;
	readonly #channels: { output: vscode.LogOutputChannel; trace: vscode.LogOutputChannel };
	readonly #item = vscode.languages.createLanguageStatusItem("gradsight.status", { language: "python" });
	readonly #listening: vscode.Disposable[];
	readonly #checked = new vscode.EventEmitter<string>();
	/** A document (its URI) was analysed. */
	readonly onDidCheck = this.#checked.event;
	/** The last result of each document that is open. */
	readonly #last = new Map<string, Status>();

	constructor(client: BaseLanguageClient, channels: { output: vscode.LogOutputChannel; trace: vscode.LogOutputChannel }) {
		this.#client = client;
		this.#channels = channels;
		this.#item.name = "Gradsight";
		this.#item.command = { command: "gradsight.showMenu", title: vscode.l10n.t("Menu") };
		this.#listening = [
			client.onNotification("gradsight/status", (status: Status) => {
				this.#last.set(status.uri, status);
				this.#show();
				this.#checked.fire(status.uri);
			}),
			vscode.window.onDidChangeActiveTextEditor(() => this.#show()),
			vscode.workspace.onDidCloseTextDocument((document) => this.#last.delete(document.uri.toString())),
		];
	}

	async starting(work: () => Promise<void>): Promise<void> {
		this.#item.busy = true;
		this.#item.text = "Gradsight";
		try {
			await work();
			this.#item.severity = vscode.LanguageStatusSeverity.Information;
			this.#show();
		} catch (error) {
			this.#item.severity = vscode.LanguageStatusSeverity.Error;
			this.#item.text = vscode.l10n.t("Gradsight could not start");
			throw error;
		} finally {
			this.#item.busy = false;
		}
	}

	async restart(): Promise<void> {
		this.#last.clear();
		await this.starting(async () => {
			await this.#client.stop();
			await this.#client.start();
		});
	}

	async showMenu(): Promise<void> {
		const entry = (icon: string, label: string, run: () => unknown) => ({ label: `$(${icon}) ${label}`, run });
		const picked = await vscode.window.showQuickPick(
			[
				entry("type-hierarchy", vscode.l10n.t("Show autograd graph"), () => vscode.commands.executeCommand("gradsight.showGraph")),
				entry("checklist", vscode.l10n.t("Check the workspace"), () => vscode.commands.executeCommand("gradsight.checkWorkspace")),
				entry("gear", vscode.l10n.t("Settings"), () => vscode.commands.executeCommand("workbench.action.openSettings", "gradsight")),
				entry("output", vscode.l10n.t("Show output"), () => this.#channels.output.show()),
				entry("list-ordered", vscode.l10n.t("Show messages between editor and server"), () => this.#channels.trace.show()),
				entry("debug-restart", vscode.l10n.t("Restart the language server"), () => this.restart()),
			],
			{ title: `Gradsight ${this.#client.initializeResult?.serverInfo?.version ?? ""}` },
		);
		await picked?.run();
	}

	#show(): void {
		const uri = vscode.window.activeTextEditor?.document.uri.toString() ?? "";
		const status = this.#last.get(uri);
		if (!status) {
			this.#item.text = "$(check) Gradsight";
			this.#item.detail = vscode.l10n.t("Ready");
			return;
		}
		const { error, warning } = status.counts;
		this.#item.text = error + warning === 0 ? "$(check) Gradsight" : `$(warning) Gradsight: ${error + warning}`;
		const found = vscode.l10n.t("{0} errors, {1} warnings", error, warning);
		const limits = status.limits > 0 ? `, ${vscode.l10n.t("{0} places not understood", status.limits)}` : "";
		this.#item.detail = `${found}${limits} (${Math.max(1, Math.round(status.seconds * 1000))} ms)`;
	}

	dispose(): void {
		this.#item.dispose();
		this.#checked.dispose();
		for (const one of this.#listening) one.dispose();
	}
}
