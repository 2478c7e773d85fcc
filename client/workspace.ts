/** "Check the workspace": every Python file, one after the other, with progress and a way out. */
import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

/** Other people's and generated code; what the project's configuration leaves out the server skips. */
const NOT_OURS = "**/{node_modules,site-packages,__pycache__,.venv,venv,env,.tox,.nox,.eggs,build,dist,_build}/**";

export async function checkWorkspace(client: BaseLanguageClient): Promise<void> {
	const files = (await vscode.workspace.findFiles("**/*.py", NOT_OURS)).sort((a, b) => (a.path < b.path ? -1 : 1));
	const options = {
		location: vscode.ProgressLocation.Notification,
		title: vscode.l10n.t("Gradsight checks the workspace"),
		cancellable: true,
	};
	const found = await vscode.window.withProgress(options, async (progress, token) => {
		let findings = 0;
		let checked = 0;
		for (const [done, uri] of files.entries()) {
			if (token.isCancellationRequested) break;
			progress.report({
				message: vscode.l10n.t("{0} of {1}: {2}", done + 1, files.length, vscode.workspace.asRelativePath(uri)),
				increment: 100 / files.length,
			});
			const result = await client
				.sendRequest<{ skipped: boolean; findings: number }>("gradsight/checkFile", { uri: uri.toString() }, token)
				.catch(() => null);
			if (!result || result.skipped) continue;
			checked++;
			findings += result.findings;
		}
		return { findings, checked };
	});
	const show = vscode.l10n.t("Show problems");
	const text = vscode.l10n.t("Gradsight: {0} findings in {1} files.", found.findings, found.checked);
	const picked = await (found.findings > 0 ? vscode.window.showInformationMessage(text, show) : vscode.window.showInformationMessage(text));
	if (picked === show) await vscode.commands.executeCommand("workbench.actions.view.problems");
}
