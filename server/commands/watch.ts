/** `gradsight check --watch`: checks again whenever a Python file or a configuration changes. */
import { watch as watchPath } from "node:fs";
import { isFolder } from "../disk.ts";
import { findFiles } from "../find-files.ts";
import { isPythonPath } from "../imports.ts";
import { folderOf, toSlashes } from "../paths.ts";
import { SettingsError } from "../settings.ts";
import { write } from "../output.ts";
import { type CheckOptions, checkOnce } from "./check.ts";

/** Editors write a file in several steps. */
const QUIET_MS = 60;

export async function watch(paths: readonly string[], options: CheckOptions): Promise<number> {
	let running = false;
	let again = false;
	const check = async () => {
		if (running) {
			again = true;
			return;
		}
		running = true;
		do {
			again = false;
			if (options.outputFormat === "full" && process.stdout.isTTY) write(1, "\u001b[2J\u001b[3J\u001b[H");
			try {
				await checkOnce(paths, options);
			} catch (error) {
				// A half-written configuration must not end the watch.
				if (!(error instanceof SettingsError)) throw error;
				write(2, `gradsight: ${error.message}\n`);
			}
			write(2, "Watching for changes (Ctrl+C to stop).\n");
		} while (again);
		running = false;
	};
	let timer: NodeJS.Timeout | undefined;
	const changed = (name: string | null) => {
		const path = toSlashes(name ?? "");
		// A name without an ending may be a new folder.
		if (name !== null && !isPythonPath(path) && !/(pyproject|\.?gradsight)\.toml$/.test(path) && path.includes(".")) return;
		clearTimeout(timer);
		timer = setTimeout(() => void check().then(follow), QUIET_MS);
	};
	// Folders are watched, not files: editors replace a file, and a watcher on the old one would stay silent for ever.
	const watched = new Set<string>();
	const follow = () => {
		for (const folder of foldersOf(paths)) {
			if (watched.has(folder)) continue;
			watched.add(folder);
			watchPath(folder === "" ? "." : folder, (_, name) => changed(name)).on("error", () => watched.delete(folder));
		}
	};
	await check();
	follow();
	return new Promise(() => {});
}

/** Every folder that holds something to check. */
function foldersOf(paths: readonly string[]): Set<string> {
	const { targets } = findFiles(paths, (folder) => ({ base: folder, patterns: [] }));
	return new Set([...targets.map((target) => folderOf(target.path)), ...paths.map(toSlashes).filter(isFolder)]);
}
