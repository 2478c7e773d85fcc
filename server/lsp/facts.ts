/** Hover and inlay hints: what the analysis knows about a place. */
import { type Hover, type InlayHint, InlayHintKind, MarkupKind, type Position, type Range } from "vscode-languageserver";
import type { Fact } from "../../engine/index.ts";
import type { Analysed } from "./analyses.ts";
import type { EditorSettings } from "./editor-settings.ts";

/** The fact about the smallest expression that contains the position. */
export function hover(analysed: Analysed, uri: string, position: Position): Hover | null {
	const { unit, report } = analysed;
	const offset = unit.offset(uri, position);
	if (offset === null) return null;
	let best: Fact | null = null;
	for (const fact of report.facts) {
		if (fact.path !== unit.path || offset < fact.start || offset > fact.end) continue;
		if (best === null || fact.end - fact.start < best.end - best.start) best = fact;
	}
	if (!best) return null;
	return { contents: { kind: MarkupKind.Markdown, value: best.markdown }, range: unit.place(best.start, best.end).range };
}

/** Names that hold values a gradient flows through. */
export function carriers({ unit, report }: Analysed, uri: string): Range[] {
	const out: Range[] = [];
	for (const { path, start, end, carries } of report.facts) {
		if (!carries || path !== unit.path || !/^[\w.]+$/.test(unit.text.slice(start, end))) continue;
		const place = unit.place(start, end);
		if (place.uri === uri) out.push(place.range);
	}
	return out;
}

export function inlayHints(analysed: Analysed, uri: string, range: Range, settings: EditorSettings): InlayHint[] {
	const { unit, report } = analysed;
	const from = unit.offset(uri, range.start);
	const to = unit.offset(uri, range.end);
	if (from === null || to === null) return [];
	const out: InlayHint[] = [];
	for (const hint of report.hints) {
		if (hint.path !== unit.path || hint.end < from || hint.end > to || !settings.inlayHints[hint.kind]) continue;
		const place = unit.place(hint.end, hint.end);
		if (place.uri !== uri) continue;
		out.push({
			position: place.range.start,
			label: hint.label,
			paddingLeft: true,
			...(hint.kind === "shape" ? { kind: InlayHintKind.Type } : {}),
		});
	}
	return out;
}
