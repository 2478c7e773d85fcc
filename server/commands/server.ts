/** `gradsight server`: loads the language server's own bundle, which nothing else needs. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { bundleFolder } from "../bundle.ts";
import { UsageError } from "../usage.ts";

export function startServer(): void {
	const folder = bundleFolder();
	if (folder === undefined) throw new UsageError("the language server runs from a build: npm run build");
	// The server reads its transport from the command line.
	if (!process.argv.includes("--stdio")) process.argv.push("--stdio");
	createRequire(__filename)(join(folder, "server.js"));
}
