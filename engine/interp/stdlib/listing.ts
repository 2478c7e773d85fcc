/** What lies in folders and below them. */
import { rt } from "../../values/runtime.ts";
import { PyInstance, Unknown, type Value } from "../../values/value.ts";
import * as disk from "../builtins/disk.ts";
import { isFile, isFolder } from "../builtins/disk.ts";
import { def, type Library, list, tuple } from "./kit.ts";

const joined = (folder: string, name: string): string => (folder === "" ? name : `${folder.replace(/\/+$/, "")}/${name}`);
function namesIn(path: string | null): readonly string[] | null {
	return path === null || isFolder(path) !== true ? null : disk.namesIn(path);
}

/** `os.walk` below a folder that is known. */
function walked(folder: string): Value[] {
	const names = namesIn(folder) ?? [];
	const folders = names.filter((n) => isFolder(joined(folder, n)) === true);
	const files = names.filter((n) => !folders.includes(n));
	return [tuple([folder, list([...folders]), list(files)]), ...folders.flatMap((n) => walked(joined(folder, n)))];
}

/** The paths that match a pattern with `*`, `?`, `[...]` and, if so wanted, `**`; null when the folder is not known. */
export function globbed(pattern: string, recursive: boolean): string[] | null {
	const parts = pattern.split("/");
	const first = parts.findIndex((part) => /[*?[]/.test(part));
	if (first < 0) return disk.exists(pattern) === null ? null : disk.exists(pattern) ? [pattern] : [];
	const base = parts.slice(0, first).join("/");
	if (base !== "" && isFolder(base) === false) return [];
	if (namesIn(base === "" ? "." : base) === null) return null;
	let found = [base];
	for (const part of parts.slice(first)) {
		if (part === "**" && recursive) found = found.flatMap((folder) => [folder, ...below(folder)]);
		else
			found = found.flatMap((folder) =>
				(namesIn(folder === "" ? "." : folder) ?? []).filter((name) => matches(name, part)).map((name) => joined(folder, name)),
			);
	}
	return [...new Set(found)];
}
function below(folder: string): string[] {
	const folders = (namesIn(folder) ?? []).map((name) => joined(folder, name)).filter((path) => isFolder(path) === true);
	return folders.flatMap((path) => [path, ...below(path)]);
}
const made = new Map<string, RegExp>();
function matches(name: string, pattern: string): boolean {
	let regexp = made.get(pattern);
	if (regexp === undefined) {
		const source = pattern.replace(/\[!?[^\]]+\]|[.+^${}()|\\]|[*?]/g, (c) =>
			c === "*" ? ".*" : c === "?" ? "." : c.startsWith("[") ? c.replace("[!", "[^") : `\\${c}`,
		);
		made.set(pattern, (regexp = new RegExp(`^${source}$`, "s")));
	}
	return regexp.test(name) && (!name.startsWith(".") || pattern.startsWith("."));
}

/** `pathOf` reads a path argument, null when it is not known. */
export function addListings(m: Library, pathOf: (v: Value) => string | null): void {
	const unknown = (what: string): Unknown => new Unknown(`${what} is not known`);
	m.fn("walk", "! .top .topdown? .onerror? .followlinks?", (top: Value) => {
		const path = pathOf(top);
		return namesIn(path) === null ? unknown("what is below the folder") : list(walked(path!));
	});
	const entryClass = m.cls("DirEntry");
	const at = (e: PyInstance): string => String(e.dict.get("path"));
	def(entryClass, "is_dir", "! * follow_symlinks?", (e: PyInstance) => isFolder(at(e)) === true);
	def(entryClass, "is_file", "! * follow_symlinks?", (e: PyInstance) => isFile(at(e)) === true);
	def(entryClass, "is_symlink", "", () => false);
	def(entryClass, "__fspath__", "", (e: PyInstance) => at(e));
	const iteratorClass = m.cls("ScandirIterator");
	def(iteratorClass, "__iter__", "", (self: PyInstance) => rt.call(rt.getAttr(self.dict.get("entries")!, "__iter__"), []));
	def(iteratorClass, "__enter__", "", (self: PyInstance) => self);
	for (const name of ["__exit__", "close"]) def(iteratorClass, name, "! *args", () => null);
	m.fn("scandir", "! .path?", (v?: Value) => {
		const path = v === undefined ? null : pathOf(v);
		const names = namesIn(path);
		if (names === null) return unknown("what is in the folder");
		const entries = names.map((name) => {
			const e = new PyInstance(entryClass);
			e.dict.set("name", name).set("path", joined(path!, name));
			return e;
		});
		const out = new PyInstance(iteratorClass);
		out.dict.set("entries", list(entries));
		return out;
	});
}
