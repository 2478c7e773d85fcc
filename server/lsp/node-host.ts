/** Files from disk; a file is read again when its time or size changed, so that no watcher is needed to be right. */
import { diskSources, exists, isFile, readPython, readText, statOf } from "../disk.ts";
import type { Host } from "./host.ts";

export function nodeHost(): Omit<Host, "arrivals"> {
	const texts = new Map<string, { stamp: string; text: string | null }>();
	return {
		read(path) {
			const stat = statOf(path);
			if (!stat?.isFile()) return null;
			const stamp = `${stat.mtimeMs} ${stat.size}`;
			const known = texts.get(path);
			if (known?.stamp === stamp) return known.text;
			const decoded = readPython(path);
			const text = "text" in decoded ? decoded.text : null;
			texts.set(path, { stamp, text });
			return text;
		},
		isNamespace: diskSources().isNamespace,
		forget: () => texts.clear(),
		readText,
		exists,
		isFile,
		settle: null,
	};
}
