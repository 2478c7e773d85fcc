/**
 * Files and folders: what the program made is there, and what it removed is gone. Of anything else nothing is known, except that a
 * script run for its output finds nothing where scripts put things: beside it and among the temporary files.
 */
import { rt } from "../../values/runtime.ts";
import type { Value } from "../../values/value.ts";
import { state } from "../state.ts";
import { onPathStart } from "./resets.ts";

/** Path to text (bytes: one char per byte). */
const files = new Map<string, string>();
/** Folders that hold nothing but what the program put there. */
const folders = new Set<string>();
const removed = new Set<string>();
let temporaries = 0;
onPathStart(() => {
	files.clear();
	folders.clear();
	removed.clear();
	temporaries = 0;
});

export function plainPath(path: string): string {
	const out: string[] = [];
	for (const part of path.split("/")) {
		if (part === "" || part === ".") continue;
		if (part === ".." && out.length > 0 && out.at(-1) !== "..") out.pop();
		else out.push(part);
	}
	return (path.startsWith("/") ? "/" : "") + (out.join("/") || (path.startsWith("/") ? "" : "."));
}
const parentOf = (path: string): string => plainPath(`${path}/..`);
/** Places where a script finds only what it made itself. */
const isBare = (path: string): boolean =>
	state.exact && (path.startsWith("/tmp/") || !/^([/~]|\.\.)/.test(path)) && !path.endsWith(".py") && path !== ".";
const within = (folder: string, path: string): boolean => path.startsWith(folder === "/" ? "/" : `${folder}/`);

/** What lies among installed packages is known as well. */
const installed = (p: string): "file" | "folder" | "nothing" | null => state.program?.packages?.kind(p) ?? null;

export function readFile(path: string): string | undefined {
	const p = plainPath(path);
	return files.get(p) ?? (removed.has(p) ? undefined : (state.program?.packages?.text(p) ?? undefined));
}
export function writeFile(path: string, text: string): void {
	files.set(plainPath(path), text);
	removed.delete(plainPath(path));
}
/** Null: not known. */
export function isFile(path: string): boolean | null {
	const p = plainPath(path);
	if (files.has(p)) return true;
	const kind = removed.has(p) ? null : installed(p);
	if (kind !== null) return kind === "file";
	return folders.has(p) || removed.has(p) || isBare(p) || folders.has(parentOf(p)) ? false : null;
}
export function isFolder(path: string): boolean | null {
	const p = plainPath(path);
	if (p === "." || p === "/" || p === "/tmp" || folders.has(p)) return true;
	if (files.has(p)) return false;
	const kind = removed.has(p) ? null : installed(p);
	if (kind !== null) return kind === "folder";
	return removed.has(p) || isBare(p) || folders.has(parentOf(p)) ? false : null;
}
export function exists(path: string): boolean | null {
	const [file, folder] = [isFile(path), isFolder(path)];
	return file === true || folder === true ? true : file === null || folder === null ? null : false;
}

export function noSuchFile(path: Value): never {
	return rt.raiseClass(rt.exceptionClass("FileNotFoundError"), [2, "No such file or directory", path]);
}
export function makeFolder(path: string, parents: boolean, mayExist: boolean): void {
	const p = plainPath(path);
	if (exists(p) === true) {
		if (!mayExist || isFolder(p) !== true) rt.raiseClass(rt.exceptionClass("FileExistsError"), [17, "File exists", path]);
		return;
	}
	const parent = parentOf(p);
	if (isFolder(parent) === false) {
		if (!parents) noSuchFile(path);
		makeFolder(parent, true, true);
	}
	// A folder that may have been there before may hold something.
	if (!mayExist || isFolder(p) === false) folders.add(p);
	removed.delete(p);
}
export function remove(path: string): void {
	const p = plainPath(path);
	if (exists(p) === false) noSuchFile(path);
	files.delete(p);
	folders.delete(p);
	removed.add(p);
}
export function removeTree(path: string): void {
	const p = plainPath(path);
	for (const all of [files, folders]) for (const inner of [...all.keys()]) if (inner === p || within(p, inner)) all.delete(inner);
	removed.add(p);
}
/** Moves a file, or a folder with what is in it. */
export function rename(from: string, to: string): void {
	const [a, b] = [plainPath(from), plainPath(to)];
	if (exists(a) === false) noSuchFile(from);
	const moved = (path: string): string => b + path.slice(a.length);
	for (const [path, text] of [...files]) if (path === a || within(a, path)) writeFile(moved(path), text);
	for (const path of [...folders]) if (path === a || within(a, path)) folders.add(moved(path));
	removeTree(a);
	removed.delete(b);
}
/** Names in a folder of the program's own; null when there may be others. */
export function namesIn(path: string): string[] | null {
	const p = plainPath(path);
	if (isFolder(p) === false) noSuchFile(path);
	const found = folders.has(p) ? null : (state.program?.packages?.names(p) ?? null);
	if (found !== null) return [...found];
	if (!folders.has(p)) return null;
	return [...folders, ...files.keys()].filter((inner) => parentOf(inner) === p).map((inner) => inner.slice(p.length + 1));
}
/** A name that nothing has yet; the letters are arbitrary in Python, too. */
export function temporaryName(suffix = "", prefix = "tmp", folder = "/tmp"): string {
	return `${folder}/${prefix}${(temporaries++).toString(36).padStart(8, "_")}${suffix}`;
}
