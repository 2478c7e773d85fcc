// Bundles suite.mjs for the extension hosts. usage: node build-suite.mjs OUT
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

await build({
	entryPoints: [fileURLToPath(new URL("suite.mjs", import.meta.url))],
	outfile: process.argv[2],
	bundle: true,
	format: "cjs",
	platform: "browser",
	external: ["vscode"],
	logLevel: "warning",
});
