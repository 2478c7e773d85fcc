/** The options of a configuration file: one table that validates them, documents them, and becomes the JSON schema that editors use. */
import type { Profile, Severity } from "../engine/index.ts";
import { suggestion } from "./suggest.ts";

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

export const DEFAULTS: Settings = {
	select: null,
	ignore: [],
	severity: {},
	exclude: [],
	perFileIgnores: {},
	torchVersion: "2.13",
	failOn: "warning",
};

/** Raised for a setting that cannot be understood; the message names it and what was meant, perhaps. */
export class SettingsError extends Error {}

/** What a value may be. `code` is a rule's code, a glob of codes, or `ALL`; `pattern` one for files. */
type Kind =
	| { type: "code" }
	| { type: "pattern" }
	| { type: "choice"; of: readonly string[] }
	| { type: "list"; of: Kind }
	| { type: "table"; keys: Kind; of: Kind };

export interface Option {
	/** As it stands in the file. */
	key: string;
	setting: keyof Settings;
	kind: Kind;
	what: string;
	/** A line or two of TOML. */
	example: string;
}

const codes: Kind = { type: "list", of: { type: "code" } };
const patterns: Kind = { type: "list", of: { type: "pattern" } };

/** Tables stand last, as they must in a file. */
export const OPTIONS: readonly Option[] = [
	{
		key: "select",
		setting: "select",
		kind: codes,
		what: 'Only these rules: codes, globs of codes, or "ALL". Without it every rule speaks.',
		example: 'select = ["inplace-*", "graph-freed"]',
	},
	{
		key: "ignore",
		setting: "ignore",
		kind: codes,
		what: "Not these rules. It wins over `select`.",
		example: 'ignore = ["unused-suppression"]',
	},
	{
		key: "exclude",
		setting: "exclude",
		kind: patterns,
		what: "Files and folders that are not checked unless they are named on the command line; written as in `.gitignore`.",
		example: 'exclude = ["notebooks/old", "*_pb2.py"]',
	},
	{
		key: "torch-version",
		setting: "torchVersion",
		kind: { type: "choice", of: ["2.13", "1.13"] },
		what: "Which PyTorch's behaviour and wording is predicted.",
		example: 'torch-version = "2.13"',
	},
	{
		key: "fail-on",
		setting: "failOn",
		kind: { type: "choice", of: ["error", "warning"] },
		what: "From this severity on `gradsight check` ends with status 1.",
		example: 'fail-on = "error"',
	},
	{
		key: "severity",
		setting: "severity",
		kind: { type: "table", keys: { type: "code" }, of: { type: "choice", of: ["error", "warning", "information", "hint", "off"] } },
		what: "How loud a rule is; `off` silences it.",
		example: '[severity]\ngraph-freed = "warning"',
	},
	{
		key: "per-file-ignores",
		setting: "perFileIgnores",
		kind: { type: "table", keys: { type: "pattern" }, of: codes },
		what: "Rules that are silent in some files.",
		example: '[per-file-ignores]\n"tests/*" = ["inplace-saved"]',
	},
];

/** Reads a configuration table. */
export function readOptions(raw: unknown): Settings {
	const settings: Settings = { ...DEFAULTS };
	for (const [key, value] of Object.entries(asTable(raw, "tool.gradsight"))) {
		const option = OPTIONS.find((one) => one.key === key);
		if (!option)
			throw new SettingsError(
				`unknown setting \`${shown(key)}\`${suggestion(
					key,
					OPTIONS.map((one) => one.key),
				)}`,
			);
		Object.assign(settings, { [option.setting]: read(value, option.kind, key) });
	}
	return settings;
}

function read(value: unknown, kind: Kind, key: string): unknown {
	switch (kind.type) {
		case "list":
			if (!Array.isArray(value) || value.some((item) => typeof item !== "string"))
				throw new SettingsError(`\`${key}\` must be a list of strings`);
			return value.map((item) => read(item, kind.of, key));
		case "table":
			return Object.fromEntries(
				Object.entries(asTable(value, key)).map(([name, item]) => [
					read(name, kind.keys, key),
					read(item, kind.of, `${key}.${kind.keys.type === "code" ? shown(name) : `"${shown(name)}"`}`),
				]),
			);
		case "choice": {
			if (kind.of.includes(value as string)) return value;
			const given = typeof value === "string" ? `, not "${shown(value)}"${suggestion(value, kind.of)}` : "";
			throw new SettingsError(`\`${key}\` must be one of ${kind.of.map((name) => `"${name}"`).join(", ")}${given}`);
		}
		default:
			if (isTame(value as string)) return value;
			throw new SettingsError(`\`${key}\`: the pattern \`${shown(value as string)}\` has too many wildcards`);
	}
}

function asTable(value: unknown, key: string): Record<string, unknown> {
	if (typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date))
		return value as Record<string, unknown>;
	throw new SettingsError(`\`${key}\` must be a table`);
}

/** A message stays readable whatever stands in the file. */
function shown(text: string): string {
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Matching takes a time that grows with a power of the wildcards in a row, and a repository's patterns are anybody's. */
const MOST_WILDCARDS = 5;
export function isTame(pattern: string): boolean {
	return pattern.length <= 2000 && (pattern.match(/\*+|[+@!]\(/g) ?? []).length <= MOST_WILDCARDS;
}

type Schema = Record<string, unknown>;

/** JSON schema (draft 7) of `gradsight.toml`, and of `[tool.gradsight]`. */
export function settingsSchema(known: readonly string[]): Schema {
	const properties = Object.fromEntries(
		OPTIONS.map(({ key, kind, setting, what, example }) => [
			key,
			{
				...schemaOf(kind, known),
				description: what,
				...(DEFAULTS[setting] === null ? {} : { default: DEFAULTS[setting] }),
				"x-example": example,
			},
		]),
	);
	return {
		$schema: "http://json-schema.org/draft-07/schema#",
		title: "Gradsight",
		description: "gradsight.toml, or [tool.gradsight] in pyproject.toml",
		type: "object",
		properties,
		additionalProperties: false,
	};
}

function schemaOf(kind: Kind, known: readonly string[]): Schema {
	switch (kind.type) {
		case "list":
			return { type: "array", items: schemaOf(kind.of, known) };
		case "table":
			return { type: "object", propertyNames: schemaOf(kind.keys, known), additionalProperties: schemaOf(kind.of, known) };
		case "choice":
			return { type: "string", enum: kind.of };
		case "code":
			return {
				anyOf: [
					{ type: "string", enum: ["ALL", ...known] },
					{ type: "string", pattern: "[*?{[]" },
				],
			};
		case "pattern":
			return { type: "string" };
	}
}
