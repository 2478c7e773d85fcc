/** `gradsight check --watch`: checks again whenever a Python file or a configuration changes. */
import { watch as watchPath } from "node:fs";
import { isPythonPath } from "../imports.ts";
import { toSlashes } from "../paths.ts";
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
	const changed = (_: string, name: string | null) => {
		const path = toSlashes(name ?? "");
		if (name !== null && !isPythonPath(path) && !/(^|\/)(pyproject|\.?gradsight)\.toml$/.test(path)) return;
		clearTimeout(timer);
		timer = setTimeout(() => void check(), QUIET_MS);
	};
	await check();
	for (const path of paths) watchPath(path, { recursive: true }, changed);
	return new Promise(() => {});
}
