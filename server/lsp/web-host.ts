/** Files through the client: a browser worker cannot read a workspace itself, so what is missing is fetched and the question asked again. */
import type { Connection } from "vscode-languageserver";
import { decodePython } from "../decode.ts";
import { pathToUri } from "./uris.ts";
import type { Host } from "./host.ts";

/** `{ uris }` to a list with the file's bytes, or null, for each. */
export const READ_FILES = "gradsight/readFiles";

/** More files than this are not fetched for one question: the import would be too wide to analyse anyway. */
const MOST_AT_ONCE = 400;

export function webHost(connection: Connection): Host {
	const texts = new Map<string, string | null>();
	const wanted = new Set<string>();
	const readText = (path: string) => {
		const text = texts.get(path);
		if (text === undefined) wanted.add(path);
		return text ?? null;
	};
	return {
		read: readText,
		readText,
		exists: (path) => readText(path) !== null,
		isFile: (path) => readText(path) !== null,
		// Listing folders takes another round trip; a namespace package stays unknown in the browser.
		isNamespace: () => false,
		forget: () => texts.clear(),
		arrivals: null,
		settle: async () => {
			const paths = [...wanted].slice(0, MOST_AT_ONCE);
			wanted.clear();
			if (paths.length === 0) return false;
			const answers = await connection.sendRequest<(Uint8Array | number[] | null)[]>(READ_FILES, { uris: paths.map(pathToUri) });
			let arrived = false;
			for (const [index, path] of paths.entries()) {
				const bytes = answers[index];
				const decoded = bytes ? decodePython(Uint8Array.from(bytes)) : null;
				const text = decoded && "text" in decoded ? decoded.text : null;
				texts.set(path, text);
				if (text !== null) arrived = true;
			}
			return arrived;
		},
	};
}
