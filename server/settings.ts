/** The settings object: defaults, validation with suggestions, and what they do to findings. */
import picomatch from "picomatch";
import type { Finding, Profile, Severity } from "../engine/index.ts";

export type Level = Severity | "off";

export interface Settings {
	/** Only these codes (globs allowed); null: every rule. */
	select: string[] | null;
	/** Never these codes. */
	ignore: string[];
	/** Severity per code; `off` silences it. */
	severity: Record<string, Level>;
	/** Files and folders that are not checked, as gitignore patterns. */
	exclude: string[];
	/** Codes to ignore per file pattern. */
	perFileIgnores: Record<string, string[]>;
	/** Which PyTorch's behaviour and wording is predicted. */
	torchVersion: Profile;
	/** From which severity on `check` fails. */
	failOn: "error" | "warning";
}

export const DEFAULTS: Settings = { select: null, ignore: [], severity: {}, exclude: [], perFileIgnores: {}, torchVersion: "2.13", failOn: "warning" };

const LEVELS: readonly Level[] = ["error", "warning", "information", "hint", "off"];
const PROFILES: readonly Profile[] = ["2.13", "1.13"];

/** Raised for a setting that cannot be understood; the message names it and what was meant, perhaps. */
export class SettingsError extends Error {}

type Reader = (value: unknown, key: string, into: Settings) => void;

/** Every key as it stands in a configuration file. */
const READERS: Record<string, Reader> = {
	select: (value, key, into) => {
		into.select = strings(value, key);
	},
	ignore: (value, key, into) => {
		into.ignore = strings(value, key);
	},
	severity: (value, key, into) => {
		into.severity = Object.fromEntries(Object.entries(table(value, key)).map(([code, level]) => [code, oneOf(level, LEVELS, `${key}.${code}`)]));
	},
	exclude: (value, key, into) => {
		into.exclude = strings(value, key);
	},
	"per-file-ignores": (value, key, into) => {
		into.perFileIgnores = Object.fromEntries(Object.entries(table(value, key)).map(([glob, codes]) => [glob, strings(codes, `${key}."${glob}"`)]));
	},
	"torch-version": (value, key, into) => {
		into.torchVersion = oneOf(value, PROFILES, key);
	},
	"fail-on": (value, key, into) => {
		into.failOn = oneOf(value, ["error", "warning"] as const, key);
	},
};

export const SETTING_KEYS = Object.keys(READERS);

/** Reads a configuration table. `codes`, where known, catches misspelt rules. */
export function readSettings(raw: Record<string, unknown>, codes: readonly string[] | null): Settings {
	const settings: Settings = { ...DEFAULTS };
	for (const [key, value] of Object.entries(raw)) {
		const reader = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
		if (!reader) throw new SettingsError(`unknown setting \`${key}\`${suggestion(key, SETTING_KEYS)}`);
		reader(value, key, settings);
	}
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
	throw new SettingsError(`${where}: there is no rule \`${code}\`${suggestion(code, codes)}`);
}

function matches(pattern: string, code: string): boolean {
	return pattern === "ALL" || pattern === code || (/[*?{[]/.test(pattern) && picomatch.isMatch(code, pattern));
}

function strings(value: unknown, key: string): string[] {
	if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
	throw new SettingsError(`\`${key}\` must be a list of strings`);
}

function table(value: unknown, key: string): Record<string, unknown> {
	if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	throw new SettingsError(`\`${key}\` must be a table`);
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], key: string): T {
	if (allowed.includes(value as T)) return value as T;
	const given = typeof value === "string" ? `, not "${value}"${suggestion(value, allowed)}` : "";
	throw new SettingsError(`\`${key}\` must be one of ${allowed.map((name) => `"${name}"`).join(", ")}${given}`);
}

/** `; did you mean ...?` when something close exists. */
export function suggestion(given: string, known: readonly string[]): string {
	let best: string | null = null;
	let least = Math.max(2, Math.floor(given.length / 3)) + 1;
	for (const name of known) {
		const distance = editDistance(given.toLowerCase().replaceAll("_", "-"), name.toLowerCase());
		if (distance < least) [best, least] = [name, distance];
	}
	return best === null ? "" : `; did you mean \`${best}\`?`;
}

function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
		row = next;
	}
	return row[b.length]!;
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
