/** Expands the paths of a command line into the Python files and notebooks to check. */
import { readdirSync } from "node:fs";
import ignore, { type Ignore } from "ignore";
import { globSync, isDynamicPattern } from "tinyglobby";
import { exists, isFile, isFolder, readText } from "./disk.ts";
import { isPythonPath } from "./imports.ts";
import { joinPath, relativeTo, toSlashes } from "./paths.ts";

/** Folders that hold other people's or generated code. */
const NEVER = new Set([
	".git",
	".hg",
	".svn",
	".bzr",
	"node_modules",
	"__pycache__",
	"site-packages",
	"__pypackages__",
	".venv",
	".tox",
	".nox",
	".eggs",
	".direnv",
	".mypy_cache",
	".pytest_cache",
	".ruff_cache",
	".ipynb_checkpoints",
	".gradsight-cache",
]);
const USUALLY_NOT = new Set(["venv", "env", "build", "dist", "_build", "buck-out"]);

export interface Target {
	path: string;
	/** Named on the command line, not found in a folder. */
	explicit: boolean;
}

export interface Found {
	targets: Target[];
	/** One message per path that leads nowhere. */
	problems: string[];
}

/** Gives the patterns that hold for files under a folder, and the folder they count from. */
export type Excludes = (folder: string) => { base: string; patterns: readonly string[] };

/** `force`: exclusions count for files that are named, too, and these are no more than found ones. */
export function findFiles(paths: readonly string[], excludes: Excludes, force = false): Found {
	const targets = new Map<string, Target>();
	const problems: string[] = [];
	const add = (path: string, explicit: boolean) => {
		if (!targets.get(path)?.explicit) targets.set(path, { path, explicit });
	};
	for (const given of paths) {
		const path = toSlashes(given);
		if (isFolder(path)) {
			for (const file of walk(trimSlash(path), excludes)) add(file, false);
		} else if (exists(path)) {
			if (force && isExcluded(path, excludes)) continue;
			if (isPythonPath(path) || isPythonScript(path)) add(path, !force);
			else problems.push(`${path}: not a Python file or notebook`);
		} else if (isDynamicPattern(path)) {
			const matched = globSync(path, { dot: false, expandDirectories: false }).map(toSlashes).filter(isPythonPath).sort();
			if (matched.length === 0) problems.push(`${path}: the pattern matches no Python file`);
			for (const file of matched) add(file, false);
		} else problems.push(`${path}: no such file or folder`);
	}
	return { targets: [...targets.values()], problems };
}

function trimSlash(path: string): string {
	return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

/** A file without a Python name still counts when its first line says that Python runs it. */
function isPythonScript(path: string): boolean {
	return isFile(path) && /^#!.*\bpython/.test(readText(path)?.slice(0, 200) ?? "");
}

function isExcluded(path: string, excludes: Excludes): boolean {
	const { base, patterns } = excludes(path);
	return patterns.length > 0 && ignored(path, [{ base, matcher: ignore().add([...patterns]) }]);
}

interface Rules {
	base: string;
	matcher: Ignore;
}

function walk(top: string, excludes: Excludes): string[] {
	const out: string[] = [];
	const { base, patterns } = excludes(top);
	const own: Rules[] = patterns.length > 0 ? [{ base, matcher: ignore().add([...patterns]) }] : [];
	visit(top === "." ? "" : top, [...own, ...ignoreFilesAbove(top)]);
	return out;

	function visit(folder: string, rules: Rules[]): void {
		const here = gitignoreOf(folder);
		const active = here ? [...rules, here] : rules;
		for (const entry of entries(folder === "" ? "." : folder)) {
			const path = joinPath(folder, entry.name);
			// Links to folders are not followed: they may lead in circles.
			if (entry.isDirectory()) {
				if (NEVER.has(entry.name) || USUALLY_NOT.has(entry.name) || exists(joinPath(path, "pyvenv.cfg")) || ignored(`${path}/`, active))
					continue;
				visit(path, active);
			} else if (isPythonPath(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && isFile(path))) && !ignored(path, active))
				out.push(path);
		}
	}
}

function entries(folder: string) {
	try {
		return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
	} catch {
		return [];
	}
}

/** The last rule set that says something decides, as in git. */
function ignored(path: string, rules: readonly Rules[]): boolean {
	let result = false;
	for (const { base, matcher } of rules) {
		const relative = relativeTo(base, path);
		if (relative === path && base !== "" && base !== ".") continue;
		if (relative === "" || relative === "/" || relative.startsWith("../")) continue;
		const verdict = matcher.test(relative);
		if (verdict.ignored) result = true;
		else if (verdict.unignored) result = false;
	}
	return result;
}

function gitignoreOf(folder: string): Rules | null {
	const text = readText(joinPath(folder, ".gitignore"));
	return text === null ? null : { base: folder, matcher: ignore().add(text) };
}

/** The `.gitignore` files between a repository's top and the folder; only for folders below the current one. */
function ignoreFilesAbove(top: string): Rules[] {
	if (top === "." || top === "" || top.startsWith("/") || top.startsWith("..")) return [];
	const out: Rules[] = [];
	const parts = top.split("/");
	for (let i = 0; i < parts.length; i++) {
		const rules = gitignoreOf(parts.slice(0, i).join("/"));
		if (rules) out.push(rules);
	}
	return out;
}
