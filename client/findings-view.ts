/** The tree of findings in the explorer: files, their findings, and each finding's steps. */
import * as vscode from "vscode";
import { codeOf, findingsOf } from "./fixes.ts";
import { type Step, stepsOf } from "./story.ts";

type Entry =
	| { kind: "file"; uri: vscode.Uri }
	| { kind: "finding"; uri: vscode.Uri; finding: vscode.Diagnostic }
	| { kind: "step"; uri: vscode.Uri; finding: vscode.Diagnostic; step: Step; index: number };

const ICONS: Record<vscode.DiagnosticSeverity, [icon: string, color: string]> = {
	[vscode.DiagnosticSeverity.Error]: ["error", "problemsErrorIcon.foreground"],
	[vscode.DiagnosticSeverity.Warning]: ["warning", "problemsWarningIcon.foreground"],
	[vscode.DiagnosticSeverity.Information]: ["info", "problemsInfoIcon.foreground"],
	[vscode.DiagnosticSeverity.Hint]: ["lightbulb", "problemsInfoIcon.foreground"],
};
const HAS_FINDINGS = "gradsight.hasFindings";

class Findings implements vscode.TreeDataProvider<Entry> {
	readonly #changed = new vscode.EventEmitter<void>();
	readonly onDidChangeTreeData = this.#changed.event;

	refresh(): void {
		this.#changed.fire();
		void vscode.commands.executeCommand("setContext", HAS_FINDINGS, this.getChildren().length > 0);
	}

	getChildren(entry?: Entry): Entry[] {
		if (!entry) {
			const uris = vscode.languages.getDiagnostics().flatMap(([uri]) => (findingsOf(uri).length > 0 ? [uri] : []));
			return uris.sort((a, b) => (a.path < b.path ? -1 : 1)).map((uri) => ({ kind: "file", uri }));
		}
		const { uri } = entry;
		switch (entry.kind) {
			case "file":
				return findingsOf(uri)
					.sort((a, b) => a.range.start.compareTo(b.range.start))
					.map((finding) => ({ kind: "finding", uri, finding }));
			case "finding":
				return stepsOf(uri, entry.finding).map((step, index) => ({ kind: "step", uri, finding: entry.finding, step, index }));
			case "step":
				return [];
		}
	}

	getTreeItem(entry: Entry): vscode.TreeItem {
		const { Expanded, Collapsed, None } = vscode.TreeItemCollapsibleState;
		if (entry.kind === "file") {
			const item = new vscode.TreeItem(entry.uri, Expanded);
			item.iconPath = vscode.ThemeIcon.File;
			return item;
		}
		const { uri, finding } = entry;
		if (entry.kind === "finding") {
			const item = new vscode.TreeItem(codeOf(finding), Collapsed);
			const [icon, color] = ICONS[finding.severity];
			item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
			item.description = finding.message;
			item.tooltip = finding.message;
			item.contextValue = "finding";
			item.command = { title: "", command: "vscode.open", arguments: [uri, { selection: finding.range, preserveFocus: true }] };
			return item;
		}
		const { step, index } = entry;
		const item = new vscode.TreeItem(`${index + 1}. ${step.message}`, None);
		item.description = `${vscode.workspace.asRelativePath(step.uri)}:${step.range.start.line + 1}`;
		item.command = { title: "", command: "gradsight.goToStep", arguments: [uri, finding, index] };
		return item;
	}

	dispose(): void {
		this.#changed.dispose();
	}
}

export function registerFindings(): vscode.Disposable[] {
	const findings = new Findings();
	return [
		findings,
		vscode.window.registerTreeDataProvider("gradsight.findings", findings),
		vscode.languages.onDidChangeDiagnostics(() => findings.refresh()),
		vscode.commands.registerCommand(
			"gradsight.explainFinding",
			(entry: Entry) => entry.kind !== "file" && vscode.commands.executeCommand("gradsight.explain", codeOf(entry.finding)),
		),
	];
}
