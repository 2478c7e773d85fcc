/**
 * Results of earlier runs, one small file per checked path. An entry counts only when the same build, with the same settings, would see
 * the same text, and the same answer to every question it asked of the disk. Whatever is wrong with the cache, the file is checked anew.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { BUILD } from "./bundle.ts";
import { isFile, readPython } from "./disk.ts";
import type { FileResult } from "./outcome.ts";
import type { Settings } from "./settings.ts";
import { digest, type Looks, type Seen } from "./witness.ts";

/** What a result depends on besides texts. */
export interface Circumstances {
	path: string;
	settings: Settings;
	project: string | null;
	explicit: boolean;
}

interface Entry {
	/** Build, settings and so on, and the text of the file itself. */
	key: string;
	seen: Seen;
	result: FileResult;
}

const DAY_MS = 86_400_000;
/** Entries nobody asked for in this time are removed. */
const KEPT_DAYS = 30;
const MOST_BYTES = 200_000_000;
/** A longer result is cheaper to work out again than to keep. */
const MOST_ENTRY_BYTES = 1_000_000;

export class ResultCache {
	readonly #folder: string;
	readonly #looks: Looks;
	/** Digests of files as they are now, each read once. */
	readonly #digests = new Map<string, string>();
	#prepared = false;

	/** `looks` answers what the disk says now. */
	constructor(folder: string, looks: Looks) {
		this.#folder = folder;
		this.#looks = looks;
	}

	/** The result of an earlier run, when it would come out the same now. */
	get(circumstances: Circumstances): FileResult | null {
		const file = this.#fileOf(circumstances);
		const entry = readEntry(file);
		if (entry === null) return null;
		const own = this.#digestOf(circumstances.path);
		if (own === "" || entry.key !== keyOf(circumstances, own) || !this.#holds(entry.seen)) return null;
		keepAlive(file);
		return entry.result;
	}

	put(circumstances: Circumstances, text: string, seen: Seen, result: FileResult): void {
		const body = JSON.stringify({ key: keyOf(circumstances, digest(text)), seen, result } satisfies Entry);
		if (body.length > MOST_ENTRY_BYTES) return;
		const file = this.#fileOf(circumstances);
		const draft = `${file}.${process.pid}.${threadId}`;
		try {
			this.#prepare();
			mkdirSync(join(file, ".."), { recursive: true });
			writeFileSync(draft, `${digest(body)}\n${body}`);
			// Other processes see the old entry or the new one, never half of one.
			renameSync(draft, file);
		} catch {
			discard(draft);
		}
	}

	/** Once a day: entries nobody uses go, and the oldest beyond the limit. */
	tidy(): void {
		try {
			const stamp = join(this.#folder, "tidied");
			const last = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
			if (Date.now() - last < DAY_MS || !statSync(this.#folder, { throwIfNoEntry: false })) return;
			writeFileSync(stamp, "");
			removeOld(this.#folder, MOST_BYTES);
		} catch {
			// A cache that cannot be written cannot grow either.
		}
	}

	/** One file per path and settings, so that edits replace entries instead of adding some. */
	#fileOf({ path, settings, project, explicit }: Circumstances): string {
		const name = digest(JSON.stringify([path, settings, project, explicit]));
		return join(this.#folder, name.slice(0, 2), name.slice(2));
	}

	#holds({ files, isFile: wereFiles, namespaces }: Seen): boolean {
		for (const [path, before] of Object.entries(files)) if (this.#digestOf(path) !== before) return false;
		for (const [path, before] of Object.entries(wereFiles)) if (this.#looks.isFile(path) !== before) return false;
		for (const [folder, before] of Object.entries(namespaces)) if (this.#looks.isNamespace(folder) !== before) return false;
		return true;
	}

	#digestOf(path: string): string {
		let known = this.#digests.get(path);
		if (known === undefined) {
			const outcome = isFile(path) ? readPython(path) : null;
			this.#digests.set(path, (known = outcome && "text" in outcome ? digest(outcome.text) : ""));
		}
		return known;
	}

	/** Marks the folder as something that neither git nor a backup needs. */
	#prepare(): void {
		if (this.#prepared) return;
		this.#prepared = true;
		mkdirSync(this.#folder, { recursive: true });
		if (statSync(join(this.#folder, ".gitignore"), { throwIfNoEntry: false })) return;
		writeFileSync(join(this.#folder, ".gitignore"), "*\n");
		writeFileSync(
			join(this.#folder, "CACHEDIR.TAG"),
			"Signature: 8a477f597d28d172789f06886806bc55\n# Results of `gradsight check`; safe to delete.\n",
		);
	}
}

function keyOf(circumstances: Circumstances, text: string): string {
	return digest(JSON.stringify([BUILD, circumstances, text]));
}

/** Null for what is not there, not readable, cut short or altered. */
function readEntry(file: string): Entry | null {
	try {
		const text = readFileSync(file, "utf8");
		const cut = text.indexOf("\n");
		const body = text.slice(cut + 1);
		return text.slice(0, cut) === digest(body) ? (JSON.parse(body) as Entry) : null;
	} catch {
		return null;
	}
}

function keepAlive(file: string): void {
	try {
		const now = Date.now();
		if (now - statSync(file).mtimeMs > DAY_MS) utimesSync(file, now / 1000, now / 1000);
	} catch {
		// Read-only: nothing is removed there either.
	}
}

/** A disk that is full has kept half a file. */
function discard(draft: string): void {
	try {
		rmSync(draft, { force: true });
	} catch {
		// The folder is none.
	}
}

/** Removes entries nobody used for long, then the oldest until the rest is small enough. */
export function removeOld(folder: string, mostBytes: number): void {
	const entries: { file: string; mtimeMs: number; size: number }[] = [];
	for (const part of readdirSync(folder)) {
		// Only what looks like ours: the folder may be one the user named by mistake.
		if (!/^[0-9a-f]{2}$/.test(part)) continue;
		for (const name of readdirSync(join(folder, part))) {
			if (!/^[0-9a-f]{30}(\.\d+\.\d+)?$/.test(name)) continue;
			const file = join(folder, part, name);
			const { mtimeMs, size } = statSync(file);
			entries.push({ file, mtimeMs, size });
		}
	}
	const oldest = Date.now() - KEPT_DAYS * DAY_MS;
	let total = entries.reduce((sum, entry) => sum + entry.size, 0);
	for (const { file, mtimeMs, size } of entries.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
		if (mtimeMs >= oldest && total <= mostBytes) break;
		rmSync(file, { force: true });
		total -= size;
	}
}
