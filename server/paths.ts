/** Path arithmetic on `/`-separated strings, the same for files and for URIs, so that it also runs in a browser worker. */

export function toSlashes(path: string): string {
	return path.includes("\\") ? path.replaceAll("\\", "/") : path;
}

/** The folder a path lies in: `""` for a bare name, `/` for a file at the root. */
export function folderOf(path: string): string {
	const cut = path.lastIndexOf("/");
	return cut > 0 ? path.slice(0, cut) : cut === 0 ? "/" : "";
}

export function nameOf(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

export function joinPath(folder: string, ...names: string[]): string {
	const rest = names.join("/");
	if (folder === "" || folder === ".") return rest;
	return folder.endsWith("/") ? folder + rest : `${folder}/${rest}`;
}

/** The root of a disk, of a drive, or of what a URI's authority serves; an opaque URI has nothing above it. */
function isRoot(folder: string): boolean {
	return folder === "/" || /^[A-Za-z]:\/?$/.test(folder) || /^[a-z][a-z0-9+.-]+:(\/\/[^/]*\/?|[^/]*)$/i.test(folder);
}

/** One folder up; climbs with `..` once a relative path is used up. */
export function parentFolder(folder: string): string {
	if (folder === "" || folder === ".") return "..";
	if (isRoot(folder)) return folder;
	return nameOf(folder) === ".." ? joinPath(folder, "..") : folderOf(folder);
}

/** `path` as seen from `folder`; unchanged when it lies elsewhere. */
export function relativeTo(folder: string, path: string): string {
	if (folder === "" || folder === ".") return path;
	const prefix = folder.endsWith("/") ? folder : `${folder}/`;
	return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}
