/** Code actions: fixes out of `diagnostic.data`, all safe fixes at once, suppression comments, and the rule's page. */
import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic, type WorkspaceEdit } from "vscode-languageserver";
import { orderEdits } from "../../engine/text/edit.ts";
import type { ClientAbilities } from "./abilities.ts";
import type { Analysed } from "./analyses.ts";
import { type Converter, type DiagnosticData, SOURCE, type UriEdits } from "./to-lsp.ts";

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.gradsight`;
export const CODE_ACTION_KINDS = [CodeActionKind.QuickFix, FIX_ALL];

export interface ActionContext {
	analysed: Analysed;
	converter: Converter;
	can: Pick<ClientAbilities, "versionedEdits" | "commands" | "texts">;
}

export function codeActions(params: CodeActionParams, context: ActionContext): CodeAction[] {
	const { only } = params.context;
	const wants = (kind: string) => !only || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
	const out: CodeAction[] = [];
	if (wants(CodeActionKind.QuickFix)) for (const diagnostic of diagnosticsOf(params, context)) out.push(...quickFixes(diagnostic, context));
	// Offered only when asked for: in the light bulb it would stand beside every single fix.
	if (only && wants(FIX_ALL)) out.push(...fixAll(context));
	if (wants(CodeActionKind.QuickFix))
		for (const diagnostic of diagnosticsOf(params, context)) out.push(...suppressions(diagnostic, params.textDocument.uri, context));
	return out;
}

/** What the client sent; clients that drop `data` get the diagnostics at hand instead. */
function diagnosticsOf(params: CodeActionParams, context: ActionContext): Diagnostic[] {
	const sent = params.context.diagnostics.filter((diagnostic) => diagnostic.source === SOURCE);
	if (sent.every((diagnostic) => diagnostic.data !== undefined) && sent.length > 0) return sent;
	const own = context.converter.diagnostics().get(params.textDocument.uri) ?? [];
	const { start, end } = params.range;
	return own.filter(({ range }) => range.start.line <= end.line && range.end.line >= start.line);
}

function quickFixes(diagnostic: Diagnostic, context: ActionContext): CodeAction[] {
	const { fixes } = diagnostic.data as DiagnosticData;
	return fixes.map((fix, index) => ({
		title: fix.title,
		kind: CodeActionKind.QuickFix,
		diagnostics: [diagnostic],
		...(fix.safe && index === 0 ? { isPreferred: true } : {}),
		edit: workspaceEdit(fix.edits, context.can.versionedEdits),
	}));
}

function fixAll({ analysed, converter, can }: ActionContext): CodeAction[] {
	const { unit, report } = analysed;
	const chosen: { path: string; start: number; end: number; text: string }[] = [];
	for (const finding of report.findings) {
		const fix = finding.fixes.find((one) => one.applicability === "safe");
		if (!fix || fix.edits.some((edit) => edit.path !== unit.path)) continue;
		if (orderEdits([...chosen, ...fix.edits], unit.text.length)) chosen.push(...fix.edits);
	}
	if (chosen.length === 0) return [];
	return [{ title: can.texts.fixAll, kind: FIX_ALL, edit: workspaceEdit(converter.edits(chosen), can.versionedEdits) }];
}

/** Ignoring with and without a reason, and why the rule exists; what needs to ask or show something is left to the extension. */
function suppressions(diagnostic: Diagnostic, uri: string, { analysed, can }: ActionContext): CodeAction[] {
	const { versionedEdits, commands, texts } = can;
	const document = analysed.unit.parts.find((part) => part.document.uri === uri)?.document;
	const code = String(diagnostic.code);
	const common = { kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
	const explain = {
		...common,
		title: texts.explain(code),
		command: { title: texts.explain(code), command: "gradsight.explain", arguments: [code] },
	};
	const out: CodeAction[] = [];
	if (document && code !== "unused-suppression") {
		const line = diagnostic.range.start.line;
		const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } }).replace(/[\r\n]+$/, "");
		const existing = /#\s*gradsight\s*:\s*ignore\s*\[[^\]]*/.exec(text);
		const at = { line, character: existing ? existing.index + existing[0].length : text.trimEnd().length };
		const newText = existing ? `, ${code}` : `  # gradsight: ignore[${code}]`;
		const range = { start: at, end: existing ? at : { line, character: text.length } };
		out.push({
			...common,
			title: texts.ignore(code),
			edit: workspaceEdit([{ uri, version: document.version, edits: [{ range, newText }] }], versionedEdits),
		});
		if (commands && !existing)
			out.push({
				...common,
				title: texts.ignoreBecause(code),
				command: { title: texts.ignoreBecause(code), command: "gradsight.ignoreBecause", arguments: [uri, range, newText] },
			});
	}
	if (commands) out.push(explain);
	return out;
}

function workspaceEdit(groups: readonly UriEdits[], versioned: boolean): WorkspaceEdit {
	if (!versioned) return { changes: Object.fromEntries(groups.map((group) => [group.uri, group.edits])) };
	return { documentChanges: groups.map((group) => ({ textDocument: { uri: group.uri, version: group.version }, edits: group.edits })) };
}
