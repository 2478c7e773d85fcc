/** What the language server asks of the place it runs in: files it has not been sent, read without waiting. */
import type { SourceFiles } from "../imports.ts";
import type { Arrivals } from "./inbox.ts";

export interface Host extends SourceFiles {
	/** Any text file, for configurations; null when there is none (or not yet: see `settle`). */
	readText(path: string): string | null;
	exists(path: string): boolean;
	isFile(path: string): boolean;
	/** Something changed on disk: forget what was read. */
	forget(): void;
	/**
	 * Brings the files that were asked for and not at hand; true when some arrived, so that asking again is worth it.
	 * Where reading needs no waiting this is null.
	 */
	settle: (() => Promise<boolean>) | null;
	/** Messages that have come and were not read yet; null where that cannot be seen. */
	arrivals: Arrivals | null;
}
