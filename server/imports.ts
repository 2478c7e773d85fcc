/** Finds the modules a program imports among the user's own files, as Python's import system would. */
import { editSource, isLibraryModule, type Packages, type Program, type Source } from "../engine/index.ts";
import { completeSource, loadImported, loadInstalled, loadSource } from "./load.ts";
import { folderOf, joinPath, nameOf, parentFolder, relativeTo } from "./paths.ts";

/** What import resolution asks of the place where sources live. */
export interface SourceFiles {
	/** The text of a Python file, or null when there is none. */
	read(path: string): string | null;
	/** Whether a folder holds Python files without being a regular package (PEP 420). */
	isNamespace(folder: string): boolean;
}

export class Workspace {
	readonly #files: SourceFiles;
	readonly #loaded = new Map<string, Source>();
	/** Files that were seen with another text before. */
	readonly #edited = new Set<string>();
	/** Modules that know their comments. */
	readonly #whole = new WeakSet<object>();
	/** Characters of source text that are held as syntax. */
	size = 0;

	constructor(files: SourceFiles) {
		this.#files = files;
	}

	/** Everything that was read so far, by path. */
	source(path: string, load: (path: string, text: string) => Source = loadImported): Source | null {
		const text = this.#files.read(path);
		if (text === null) return null;
		const known = this.#loaded.get(path);
		if (known?.text === text) return known;
		if (known && this.#edited.has(path) && editSource(known, text)) return known;
		// What changes once will change again: from now on its functions are told apart.
		if (known && !known.installed) this.#edited.add(path);
		const source = this.#edited.has(path) ? loadSource(path, text) : load(path, text);
		this.#loaded.set(path, source);
		this.size += text.length - (known?.text.length ?? 0);
		return source;
	}

	/** The file as what is checked: the very source that others import, so that what was found out about them holds for it, too. */
	entry(path: string, text: string): Source {
		const source = this.source(path, loadSource);
		if (source?.text !== text) return loadSource(path, text);
		if (!this.#whole.has(source.module)) completeSource(source);
		this.#whole.add(source.module);
		return source;
	}

	/** The program that starts at `entry`; `roots` are the folders absolute imports are looked up in, in order. */
	program(entry: Source, roots: readonly string[], packages: Packages | null = null): Program {
		return {
			entry,
			module: this.#moduleName(entry.path),
			find: (name, level, from) => this.find(name, level, from, entry, roots),
			packages,
		};
	}

	/** `a.b.c` for `a/b/c.py` where `a` and `a/b` are packages. */
	#moduleName(path: string): string | undefined {
		const parts = [nameOf(path).replace(/\.\w+$/, "")];
		if (parts[0] === "__init__") parts.pop();
		let folder = folderOf(path);
		for (let i = 0; i < 40 && this.#files.read(joinPath(folder, "__init__.py")) !== null; i++) {
			// A path that starts inside the package does not tell its name.
			if (["", ".", ".."].includes(nameOf(folder))) return undefined;
			parts.unshift(nameOf(folder));
			folder = parentFolder(folder);
		}
		return parts.length > 1 || (parts.length === 1 && nameOf(path) === "__init__.py") ? parts.join(".") : undefined;
	}

	/** The module below the first of the folders that has it. */
	lookUp(name: string, folders: readonly string[], entry: Source): Source | null {
		return this.#inFolders(folders, name.split("."), entry, loadInstalled);
	}

	find(name: string, level: number, from: string, entry: Source, roots: readonly string[]): Source | null {
		const parts = name === "" ? [] : name.split(".");
		if (level === 0) {
			const own = folderOf(entry.path);
			const hides = roots[0] !== own && parts.length > 0 && isLibraryModule(parts[0]!);
			return parts.length === 0 ? null : this.#inFolders(hides ? roots.filter((root) => root !== own) : roots, parts, entry);
		}
		let base = folderOf(from);
		for (let i = 1; i < level; i++) base = parentFolder(base);
		if (this.#loaded.get(from)?.installed) return this.#inFolders([base], parts, entry, loadInstalled);
		// Dots that climb out of the program: Python refuses them, and they must not lead to other people's files.
		return roots.some((root) => isWithin(base, root)) ? this.#inFolders([base], parts, entry) : null;
	}

	#inFolders(folders: readonly string[], parts: string[], entry: Source, load = loadImported): Source | null {
		for (const folder of folders) {
			const path = parts.length === 0 ? folder : joinPath(folder, ...parts);
			for (const file of parts.length === 0 ? [joinPath(path, "__init__.py")] : [joinPath(path, "__init__.py"), `${path}.py`]) {
				if (file === entry.path) return entry;
				const source = this.source(file, load);
				if (source) return source;
			}
		}
		for (const folder of folders) {
			const path = joinPath(folder, ...parts);
			if (this.#files.isNamespace(path)) return this.#namespace(path);
		}
		return null;
	}

	/** A namespace package is an empty module at its folder. */
	#namespace(folder: string): Source {
		const path = joinPath(folder, "__init__.py");
		let source = this.#loaded.get(path);
		if (!source) this.#loaded.set(path, (source = loadSource(path, "")));
		return source;
	}
}

function isWithin(folder: string, root: string): boolean {
	const rest = relativeTo(root, folder);
	return folder === root || ((rest !== folder || root === "" || root === ".") && !rest.startsWith("..") && !rest.startsWith("/"));
}

/**
 * The folder the file's package starts in (its own where it is in none), the project and its `src`. Files of a package may also be scripts
 * that import their neighbours, so their own folder comes last, and never hides a module of Python's library.
 */
export function importRoots(path: string, project: string | null, isFile: (path: string) => boolean): string[] {
	const own = folderOf(path);
	let folder = own;
	for (let i = 0; i < 40 && isFile(joinPath(folder, "__init__.py")); i++) folder = parentFolder(folder);
	const roots = [folder];
	if (project !== null) roots.push(project, joinPath(project, "src"));
	return [...new Set([...roots, own])];
}

/** A path that Python would run as a program or import. */
export function isPythonPath(path: string): boolean {
	return /\.(py|pyw|ipynb)$/.test(nameOf(path));
}
