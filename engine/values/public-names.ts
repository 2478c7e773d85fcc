/** Which names a library's modules and classes really have: what is listed and not modelled is unknown, what is not listed does not exist. */

let lookUp: (owner: string) => ReadonlySet<string> | null = () => null;

/** The library's own list, by dotted name of the module or class; null for an owner that is not listed. */
export function installPublicNames(find: (owner: string) => ReadonlySet<string> | null): void {
	lookUp = find;
}

/** Whether `owner` has this name; null when that is not known (private names are listed for classes only, and not all). */
export function hasPublicName(owner: string, name: string): boolean | null {
	if (name.startsWith("_")) return lookUp(owner)?.has(name) === true ? true : null;
	return lookUp(owner)?.has(name) ?? null;
}
