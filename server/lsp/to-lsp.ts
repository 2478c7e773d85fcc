/** Reports to LSP types: the only converter. */
import {
	type Diagnostic,
	type DiagnosticRelatedInformation,
	DiagnosticSeverity,
	DiagnosticTag,
	type TextEdit,
} from "vscode-languageserver";
import type { Finding, Place, Severity } from "../../engine/index.ts";
import { UNUSED_SUPPRESSION } from "../../engine/report/suppress.ts";
import { ruleUrl } from "../bundle.ts";
import type { Analysed } from "./analyses.ts";
import { type DocumentPlace, placeIn } from "./unit.ts";
import { pathToUri } from "./uris.ts";

/** What a diagnostic carries for its code actions. */
export interface DiagnosticData {
	fixes: { title: string; safe: boolean; edits: UriEdits[] }[];
}

/** Edits of one document, and the version they were computed for (null: not open). */
export interface UriEdits {
	uri: string;
	version: number | null;
	edits: TextEdit[];
}

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
	error: DiagnosticSeverity.Error,
	warning: DiagnosticSeverity.Warning,
	information: DiagnosticSeverity.Information,
	hint: DiagnosticSeverity.Hint,
};

export const SOURCE = "gradsight";

/** Turns places of one analysis into documents and ranges. */
export class Converter {
	readonly #analysed: Analysed;
	readonly #textOf: (path: string) => string | null;

	constructor(analysed: Analysed, textOf: (path: string) => string | null) {
		this.#analysed = analysed;
		this.#textOf = textOf;
	}

	/** Diagnostics by document; every document of the unit has an entry. */
	diagnostics(): Map<string, Diagnostic[]> {
		const { unit, report } = this.#analysed;
		const out = new Map<string, Diagnostic[]>(unit.parts.map((part) => [part.document.uri, []]));
		for (const finding of report.findings) {
			// What lies in an imported file is reported when that file is open.
			if (finding.path !== unit.path) continue;
			const { uri, range } = this.place(finding);
			out.get(uri)?.push(this.#diagnostic(finding, range));
		}
		return out;
	}

	place(place: Place): DocumentPlace {
		const { unit } = this.#analysed;
		if (place.path === unit.path) return unit.place(place.start, place.end);
		return placeIn(pathToUri(place.path), this.#textOf(place.path) ?? "", place.start, place.end);
	}

	#diagnostic(finding: Finding, range: Diagnostic["range"]): Diagnostic {
		const related: DiagnosticRelatedInformation[] = finding.related.map((step, index) => ({
			location: this.place(step),
			message: finding.related.length > 1 ? `${index + 1}. ${step.message}` : step.message,
		}));
		const data: DiagnosticData = {
			fixes: finding.fixes.map((fix) => ({ title: fix.title, safe: fix.applicability === "safe", edits: this.edits(fix.edits) })),
		};
		return {
			range,
			severity: SEVERITIES[finding.severity],
			code: finding.code,
			codeDescription: { href: ruleUrl(finding.code) },
			source: SOURCE,
			message: finding.message,
			// Editors fade what has no effect.
			...(finding.code === UNUSED_SUPPRESSION ? { tags: [DiagnosticTag.Unnecessary] } : {}),
			...(related.length > 0 ? { relatedInformation: related } : {}),
			data,
		};
	}

	edits(edits: readonly (Place & { text: string })[]): UriEdits[] {
		const byUri = new Map<string, UriEdits>();
		for (const edit of edits) {
			const { uri, range } = this.place(edit);
			let group = byUri.get(uri);
			if (!group) byUri.set(uri, (group = { uri, version: this.#analysed.unit.versionOf(uri), edits: [] }));
			group.edits.push({ range, newText: edit.text });
		}
		return [...byUri.values()];
	}
}
