/** The packages of a Python environment on disk: sources that a program imports on demand. */
import { resolve } from "node:path";
import type { Packages, Source } from "../engine/index.ts";
import type { Workspace } from "./imports.ts";
import { isFile, isFolder, listFolder, readText } from "./disk.ts";
import { joinPath, toSlashes } from "./paths.ts";

/** The packages below the folders, as `entry` would import them; null without folders: nothing is known about what is installed. */
export function installedPackages(folders: readonly string[], workspace: Workspace, entry: Source): Packages | null {
	if (folders.length === 0) return null;
	const contents = new Map<string, readonly string[]>();
	const namesIn = (folder: string): readonly string[] => {
		let names = contents.get(folder);
		if (names === undefined) contents.set(folder, (names = listFolder(folder)));
		return names;
	};
	const isInside = (path: string): boolean => folders.some((own) => path === own || path.startsWith(joinPath(own, "")));
	let versions: Map<string, string> | null = null;
	const installed = (): Map<string, string> => (versions ??= new Map(folders.flatMap(namesIn).flatMap((file) => distributionOf(file))));
	return {
		find: (name) => workspace.lookUp(name, folders, entry),
		isCompiled(name) {
			const parts = name.split(".");
			const last = parts.pop()!;
			return folders.some((folder) =>
				namesIn(joinPath(folder, ...parts)).some((file) => file.startsWith(`${last}.`) && /\.(so|pyd)$/.test(file)),
			);
		},
		version(distribution) {
			return installed().get(normalised(distribution)) ?? null;
		},
		distributions: () => [...installed().keys()],
		names: (folder) => (isInside(folder) ? namesIn(folder) : null),
		kind: (path) => (!isInside(path) ? null : isFolder(path) ? "folder" : isFile(path) ? "file" : "nothing"),
		text: (path) => (isInside(path) ? readText(path) : null),
	};
}

function distributionOf(file: string): [string, string][] {
	const match = /^(.+?)-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info$/.exec(file);
	return match === null ? [] : [[normalised(match[1]!), match[2]!]];
}
/** As pip compares names. */
const normalised = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

/** Where `python` finds packages: what was named, `PYTHONPATH`, and the activated environment. */
export function packageFolders(named: readonly string[], environment: Record<string, string | undefined>): string[] {
	const out = named.map(toSlashes);
	const separator = environment["OS"] === "Windows_NT" ? ";" : ":";
	out.push(
		...(environment["PYTHONPATH"] ?? "")
			.split(separator)
			.filter((folder) => folder !== "")
			.map(toSlashes),
	);
	const active = environment["VIRTUAL_ENV"] ?? environment["CONDA_PREFIX"];
	if (active) out.push(...sitePackages(toSlashes(active)));
	// Python makes the entries of its path absolute: packages ask where they are.
	return [...new Set(out.map((folder) => toSlashes(resolve(folder))))];
}

/** `lib/python3.x/site-packages` of an environment, `Lib/site-packages` on Windows. */
export function sitePackages(prefix: string): string[] {
	const lib = joinPath(prefix, "lib");
	const versions = listFolder(lib).filter((name) => /^python3\.\d+$/.test(name));
	const candidates = [...versions.map((name) => joinPath(lib, name, "site-packages")), joinPath(prefix, "Lib", "site-packages")];
	return candidates.filter((folder) => listFolder(folder).length > 0);
}
