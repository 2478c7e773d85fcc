/** Walking through a finding's story: one step after the other, with all steps marked in the text. */
import * as vscode from "vscode";
import { codeOf, findingsOf } from "./fixes.ts";
import { pythonEditor, reveal } from "./places.ts";

export interface Step {
	uri: vscode.Uri;
	range: vscode.Range;
	message: string;
}

/** What led to a finding, in order; a finding without a story is its own only step. */
export function stepsOf(uri: vscode.Uri, { relatedInformation = [], range, message }: vscode.Diagnostic): Step[] {
	if (relatedInformation.length === 0) return [{ uri, range, message }];
	return relatedInformation.map((step) => ({
		uri: step.location.uri,
		range: step.location.range,
		message: step.message.replace(/^\d+\. /, ""),
	}));
}

const IN_STORY = "gradsight.inStory";
const LETTERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

class Story {
	readonly #mark = vscode.window.createTextEditorDecorationType({
		after: { margin: "0 0 0 2em", color: new vscode.ThemeColor("editorCodeLens.foreground") },
	});
	readonly #here = vscode.window.createTextEditorDecorationType({
		backgroundColor: new vscode.ThemeColor("editor.findMatchHighlightBackground"),
	});
	#of: { uri: vscode.Uri; finding: vscode.Diagnostic; steps: Step[] } | null = null;
	#at = 0;
	/** What the status bar says of the step. */
	#told: vscode.Disposable | null = null;

	/** To the given step of a finding. */
	async go(uri: vscode.Uri, finding: vscode.Diagnostic, index: number): Promise<void> {
		const steps = stepsOf(uri, finding);
		this.#of = { uri, finding, steps };
		this.#at = Math.max(0, Math.min(index, steps.length - 1));
		const step = steps[this.#at]!;
		await reveal(step.uri, step.range.start);
		this.draw();
		this.#told?.dispose();
		this.#told = vscode.window.setStatusBarMessage(
			vscode.l10n.t("{0}, step {1} of {2}: {3}", codeOf(finding), this.#at + 1, steps.length, step.message),
			10_000,
		);
		await vscode.commands.executeCommand("setContext", IN_STORY, true);
	}

	/** `by` steps on; at the ends the story goes round. Without a story the one of the nearest finding begins. */
	async move(by: 1 | -1): Promise<void> {
		if (this.#of) {
			const { uri, finding, steps } = this.#of;
			return this.go(uri, finding, (this.#at + by + steps.length) % steps.length);
		}
		const editor = pythonEditor();
		const findings = editor ? findingsOf(editor.document.uri).sort((a, b) => a.range.start.compareTo(b.range.start)) : [];
		const nearest = findings.find(({ range }) => range.end.line >= editor!.selection.active.line) ?? findings[0];
		if (!nearest) void vscode.window.showInformationMessage(vscode.l10n.t("Gradsight has no finding in this file."));
		else await this.go(editor!.document.uri, nearest, by > 0 ? 0 : stepsOf(editor!.document.uri, nearest).length - 1);
	}

	end(): void {
		this.#of = null;
		this.#told?.dispose();
		this.draw();
		void vscode.commands.executeCommand("setContext", IN_STORY, false);
	}

	/** The finding is mended or has moved: its story is over, or told anew. */
	diagnosticsChanged(uris: readonly vscode.Uri[]): void {
		const of = this.#of;
		if (!of || !uris.some((uri) => uri.toString() === of.uri.toString())) return;
		const again = findingsOf(of.uri).find((one) => codeOf(one) === codeOf(of.finding) && one.message === of.finding.message);
		if (!again) return this.end();
		this.#of = { uri: of.uri, finding: again, steps: stepsOf(of.uri, again) };
		this.#at = Math.min(this.#at, this.#of.steps.length - 1);
		this.draw();
	}

	draw(): void {
		for (const editor of vscode.window.visibleTextEditors) {
			const marks: vscode.DecorationOptions[] = [];
			const here: vscode.Range[] = [];
			for (const [i, step] of (this.#of?.steps ?? []).entries()) {
				if (step.uri.toString() !== editor.document.uri.toString()) continue;
				const end = editor.document.lineAt(Math.min(step.range.end.line, editor.document.lineCount - 1)).range.end;
				marks.push({
					range: new vscode.Range(end, end),
					renderOptions: {
						after: { contentText: `${LETTERS[i] ?? `(${i + 1})`} ${step.message}`, fontWeight: i === this.#at ? "bold" : "normal" },
					},
				});
				if (i === this.#at) here.push(step.range);
			}
			editor.setDecorations(this.#mark, marks);
			editor.setDecorations(this.#here, here);
		}
	}

	dispose(): void {
		this.#told?.dispose();
		this.#mark.dispose();
		this.#here.dispose();
	}
}

export function registerStory(): vscode.Disposable[] {
	const story = new Story();
	return [
		story,
		vscode.commands.registerCommand("gradsight.nextStep", () => story.move(1)),
		vscode.commands.registerCommand("gradsight.previousStep", () => story.move(-1)),
		vscode.commands.registerCommand("gradsight.endStory", () => story.end()),
		vscode.commands.registerCommand("gradsight.goToStep", (uri: vscode.Uri, finding: vscode.Diagnostic, index: number) =>
			story.go(uri, finding, index),
		),
		vscode.languages.onDidChangeDiagnostics(({ uris }) => story.diagnosticsChanged(uris)),
		vscode.window.onDidChangeVisibleTextEditors(() => story.draw()),
	];
}
