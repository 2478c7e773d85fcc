/** What the build tells the code about where it runs. */

/** Set by `build.mjs`; absent when running from source. */
declare const GRADSIGHT_VERSION: string | undefined;
declare const GRADSIGHT_BUILD: string | undefined;

const bundled = typeof GRADSIGHT_VERSION !== "undefined";

export const VERSION: string = bundled ? GRADSIGHT_VERSION : "0.0.0-source";

/** Changes with every byte of the bundle; null when running from source. */
export const BUILD: string | null = typeof GRADSIGHT_BUILD === "undefined" ? null : GRADSIGHT_BUILD;

/** The folder of the bundle, which holds the WASM files too; undefined when running from source. */
export function bundleFolder(): string | undefined {
	return bundled ? __dirname : undefined;
}

const PAGES = "https://github.com/gradsight/gradsight/blob/main/engine/rules/README.md";

/** A rule's page; the list of all rules for `""`. */
export function ruleUrl(code: string): string {
	return code === "" ? PAGES : `${PAGES}#${code}`;
}
