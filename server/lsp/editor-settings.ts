/** Settings as an editor sends them (section `gradsight`), and how they combine with a project's configuration. */
import { readSettings, type Settings } from "../settings.ts";

export interface EditorSettings {
	enable: boolean;
	/** When to check: while typing, or when a file is saved. */
	run: "onType" | "onSave";
	/** These replace what the project's configuration says when they are set. */
	select: string[] | null;
	ignore: string[];
	severity: Record<string, string>;
	torchVersion: string | null;
	inlayHints: { shape: boolean; cut: boolean; version: boolean };
	codeLens: boolean;
}

export const EDITOR_DEFAULTS: EditorSettings = {
	enable: true,
	run: "onType",
	select: null,
	ignore: [],
	severity: {},
	torchVersion: null,
	inlayHints: { shape: true, cut: true, version: true },
	codeLens: true,
};

/** Whatever a client sends becomes complete settings; what has the wrong type is left at its default. */
export function readEditorSettings(raw: unknown): EditorSettings {
	const given = (typeof raw === "object" && raw !== null ? raw : {}) as Record<string, unknown>;
	const hints = (typeof given["inlayHints"] === "object" && given["inlayHints"] !== null ? given["inlayHints"] : {}) as Record<
		string,
		unknown
	>;
	const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === "string");
	const shown = (kind: "shape" | "cut" | "version") => hints[kind] !== false;
	return {
		enable: given["enable"] !== false,
		run: given["run"] === "onSave" ? "onSave" : "onType",
		select: isStrings(given["select"]) ? given["select"] : null,
		ignore: isStrings(given["ignore"]) ? given["ignore"] : [],
		severity: typeof given["severity"] === "object" && given["severity"] !== null ? (given["severity"] as Record<string, string>) : {},
		torchVersion: typeof given["torchVersion"] === "string" ? given["torchVersion"] : null,
		inlayHints: { shape: shown("shape"), cut: shown("cut"), version: shown("version") },
		codeLens: given["codeLens"] !== false,
	};
}

/** The editor's settings on top of the project's. */
export function overlayEditor(project: Settings, editor: EditorSettings, codes: readonly string[]): Settings {
	const raw: Record<string, unknown> = { ignore: editor.ignore, severity: editor.severity };
	if (editor.select) raw["select"] = editor.select;
	if (editor.torchVersion) raw["torch-version"] = editor.torchVersion;
	const own = readSettings(raw, codes);
	return {
		...project,
		select: editor.select ? own.select : project.select,
		ignore: [...project.ignore, ...own.ignore],
		severity: { ...project.severity, ...own.severity },
		torchVersion: editor.torchVersion ? own.torchVersion : project.torchVersion,
	};
}
