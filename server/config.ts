/** Finds the configuration that holds for a folder: the nearest `gradsight.toml`, `.gradsight.toml` or `pyproject.toml` with `[tool.gradsight]`. */
import { parse, TomlError } from "smol-toml";
import { joinPath, parentFolder } from "./paths.ts";
import { DEFAULTS, readSettings, type Settings, SettingsError } from "./settings.ts";

export interface Config {
	settings: Settings;
	/** The folder the configuration lies in; patterns and import roots count from here. Null: no project was found. */
	project: string | null;
	/** The file it was read from. */
	file: string | null;
}

const NAMES = ["gradsight.toml", ".gradsight.toml", "pyproject.toml"];
const PROJECT_MARKS = [".git", "setup.py", "setup.cfg"];

export interface ConfigFiles {
	read(path: string): string | null;
	exists(path: string): boolean;
}

/** Looks upwards from `folder`, which must be absolute. */
export function findConfig(folder: string, files: ConfigFiles, codes: readonly string[] | null): Config {
	let project: string | null = null;
	for (let at = folder, last = ""; at !== last; last = at, at = parentFolder(at)) {
		for (const name of NAMES) {
			const file = joinPath(at, name);
			const text = files.read(file);
			if (text === null) continue;
			project ??= at;
			const table = readTable(text, file, name);
			if (table !== null) return { settings: read(table, file, codes), project: at, file };
		}
		if (project === null && PROJECT_MARKS.some((mark) => files.exists(joinPath(at, mark)))) project = at;
	}
	return { settings: DEFAULTS, project, file: null };
}

/** The nearest folder that looks like the top of a project, whatever its configuration says. */
export function projectFolder(folder: string, exists: (path: string) => boolean): string | null {
	for (let at = folder, last = ""; at !== last; last = at, at = parentFolder(at))
		if ([...NAMES, ...PROJECT_MARKS].some((name) => exists(joinPath(at, name)))) return at;
	return null;
}

/** The configuration file a user named. */
export function readConfig(file: string, text: string, project: string, codes: readonly string[] | null): Config {
	const table = readTable(text, file, file.endsWith("pyproject.toml") ? "pyproject.toml" : "gradsight.toml");
	if (table === null) throw new SettingsError(`${file}: has no [tool.gradsight] table`);
	return { settings: read(table, file, codes), project, file };
}

function readTable(text: string, file: string, name: string): unknown {
	let toml: Record<string, unknown>;
	try {
		toml = parse(text);
	} catch (error) {
		if (error instanceof TomlError) throw new SettingsError(`${file}:${error.line}:${error.column}: ${error.message.split("\n")[0]}`);
		throw new SettingsError(`${file}: ${(error as Error).message}`);
	}
	if (name !== "pyproject.toml") return toml;
	// Whatever stands there is looked at by whoever reads the settings.
	return (toml["tool"] as Record<string, unknown> | undefined)?.["gradsight"] ?? null;
}

function read(table: unknown, file: string, codes: readonly string[] | null): Settings {
	try {
		return readSettings(table, codes);
	} catch (error) {
		if (error instanceof SettingsError) throw new SettingsError(`${file}: ${error.message}`);
		throw error;
	}
}
