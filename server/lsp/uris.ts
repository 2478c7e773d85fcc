/** URIs as the engine's paths and back: files by their path, everything else by its URI. */
import { URI } from "vscode-uri";
import { toSlashes } from "../paths.ts";

export function uriToPath(uri: string): string {
	const parsed = URI.parse(uri);
	return parsed.scheme === "file" ? toSlashes(parsed.fsPath) : uri;
}

export function pathToUri(path: string): string {
	return /^[a-z][a-z0-9+.-]+:/i.test(path) ? path : URI.file(path).toString();
}
