/** Notes what a check looked at outside its own file, so that a later run can tell whether it would see the same. */
import { createHash } from "node:crypto";
import type { SourceFiles } from "./imports.ts";

/** What was asked of the disk and what it answered: plain data, kept in the cache. */
export interface Seen {
	/** Digest of each file that was read; "" where there was none. */
	files: Record<string, string>;
	/** Whether each path was a file. */
	isFile: Record<string, boolean>;
	/** Whether each folder held Python files. */
	namespaces: Record<string, boolean>;
}

export interface Looks extends SourceFiles {
	isFile(path: string): boolean;
}

export function digest(text: string | Uint8Array): string {
	return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** Passes questions on and notes them between `begin` and `seen`. */
export class Witness implements Looks {
	readonly #inner: Looks;
	#files = new Map<string, string | null>();
	#isFile = new Map<string, boolean>();
	#namespaces = new Map<string, boolean>();

	constructor(inner: Looks) {
		this.#inner = inner;
	}

	begin(): void {
		this.#files = new Map();
		this.#isFile = new Map();
		this.#namespaces = new Map();
	}

	read(path: string): string | null {
		const text = this.#inner.read(path);
		this.#files.set(path, text);
		return text;
	}

	isFile(path: string): boolean {
		const answer = this.#inner.isFile(path);
		this.#isFile.set(path, answer);
		return answer;
	}

	isNamespace(folder: string): boolean {
		const answer = this.#inner.isNamespace(folder);
		this.#namespaces.set(folder, answer);
		return answer;
	}

	seen(digestOf: (path: string, text: string) => string): Seen {
		const files = [...this.#files].map(([path, text]) => [path, text === null ? "" : digestOf(path, text)]);
		return { files: Object.fromEntries(files), isFile: Object.fromEntries(this.#isFile), namespaces: Object.fromEntries(this.#namespaces) };
	}
}
