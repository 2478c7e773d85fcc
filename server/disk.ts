/** The file system: the only file of the server that touches it, apart from the grammar loader. */
import { existsSync, mkdirSync, readdirSync, readFileSync, readSync, type Stats, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Decoded, decodePython } from "./decode.ts";
import type { SourceFiles } from "./imports.ts";

export function readPython(path: string): Decoded {
	let bytes: Uint8Array;
	try {
		bytes = readFileSync(path);
	} catch (error) {
		return { problem: whyNot(error as NodeJS.ErrnoException) };
	}
	return decodePython(bytes);
}

export function readStandardInput(): Decoded {
	const chunks: Buffer[] = [];
	const chunk = Buffer.alloc(65_536);
	for (;;) {
		try {
			const length = readSync(0, chunk);
			if (length === 0) break;
			chunks.push(Buffer.from(chunk.subarray(0, length)));
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === "EOF") break;
			// A terminal or socket that has nothing yet: wait a moment.
			if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
			else return { problem: whyNot(error as NodeJS.ErrnoException) };
		}
	}
	return decodePython(Buffer.concat(chunks));
}

export function whyNot(error: NodeJS.ErrnoException): string {
	if (error.code === "ENOENT") return "no such file or folder";
	if (error.code === "EACCES" || error.code === "EPERM") return "permission denied";
	if (error.code === "EISDIR") return "is a folder";
	if (error.code === "ELOOP") return "too many symbolic links";
	return error.message;
}

export function readText(path: string): string | null {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return null;
	}
}

export function writeText(path: string, text: string): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}

export function exists(path: string): boolean {
	return existsSync(path);
}

/** Null for what is not there, and for what cannot be looked at: links in circles, closed folders. */
export function statOf(path: string): Stats | null {
	try {
		return statSync(path, { throwIfNoEntry: false }) ?? null;
	} catch {
		return null;
	}
}

export function isFile(path: string): boolean {
	return statOf(path)?.isFile() ?? false;
}

export function isFolder(path: string): boolean {
	return statOf(path)?.isDirectory() ?? false;
}

/** The names in a folder; none when it cannot be read. */
export function listFolder(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}

function holdsPython(folder: string): boolean {
	try {
		return isFolder(folder) && readdirSync(folder).some((name) => name.endsWith(".py"));
	} catch {
		return false;
	}
}

/** Sources on disk, each read once; `overlay` (standard input, unsaved text) wins over the disk. */
export function diskSources(overlay: ReadonlyMap<string, string> = new Map()): SourceFiles & { forget(): void } {
	const texts = new Map<string, string | null>();
	// Every explored path imports everything again.
	const namespaces = new Map<string, boolean>();
	return {
		read(path) {
			const open = overlay.get(path);
			if (open !== undefined) return open;
			let text = texts.get(path);
			if (text === undefined) {
				const outcome = isFile(path) ? readPython(path) : null;
				texts.set(path, (text = outcome && "text" in outcome ? outcome.text : null));
			}
			return text;
		},
		isNamespace(folder) {
			let known = namespaces.get(folder);
			if (known === undefined) namespaces.set(folder, (known = holdsPython(folder)));
			return known;
		},
		forget() {
			texts.clear();
			namespaces.clear();
		},
	};
}
