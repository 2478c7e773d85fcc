/** Settings at work: are the codes in them rules, and what do they do to findings. */
import picomatch from "picomatch";
import type { Finding } from "../engine/index.ts";
import { isTame, type Level, readOptions, type Settings, SettingsError } from "./options.ts";
import { suggestion } from "./suggest.ts";

export { DEFAULTS, type Level, type Settings, SettingsError } from "./options.ts";

/** Reads a configuration table. `codes`, where known, catches misspelt rules. */
export function readSettings(raw: unknown, codes: readonly string[] | null): Settings {
	const settings = readOptions(raw);
	if (codes) checkCodes(settings, codes);
	return settings;
}

function checkCodes(settings: Settings, codes: readonly string[]): void {
	const used: [string, string[]][] = [
		["select", settings.select ?? []],
		["ignore", settings.ignore],
		["severity", Object.keys(settings.severity)],
		...Object.entries(settings.perFileIgnores).map(([glob, list]): [string, string[]] => [`per-file-ignores."${glob}"`, list]),
	];
	for (const [key, list] of used) for (const code of list) checkCode(code, key, codes);
}

/** A code may be a glob, but it must match some rule. */
export function checkCode(code: string, where: string, codes: readonly string[]): void {
	if (code === "ALL" || codes.some((known) => matches(code, known))) return;
	throw new SettingsError(`${where}: there is no rule \`${code.slice(0, 80)}\`${suggestion(code, codes)}`);
}

function matches(pattern: string, code: string): boolean {
	return pattern === "ALL" || pattern === code || (/[*?{[]/.test(pattern) && isTame(pattern) && picomatch.isMatch(code, pattern));
}

/** Drops findings the settings do not want and gives the others their severity. `path` of a finding is matched as the project sees it. */
export function applySettings(findings: readonly Finding[], settings: Settings, inProject: (path: string) => string): Finding[] {
	const out: Finding[] = [];
	for (const finding of findings) {
		const level = levelOf(finding.code, settings, inProject(finding.path));
		if (level === "off") continue;
		out.push(level === null ? finding : { ...finding, severity: level });
	}
	return out;
}

function levelOf(code: string, settings: Settings, path: string): Level | null {
	const listed = (list: readonly string[]) => list.some((pattern) => matches(pattern, code));
	if (settings.select && !listed(settings.select)) return "off";
	if (listed(settings.ignore)) return "off";
	for (const [glob, codes] of Object.entries(settings.perFileIgnores)) {
		if (listed(codes) && picomatch.isMatch(path, [glob, `**/${glob}`, `${glob}/**`])) return "off";
	}
	return settings.severity[code] ?? null;
}
