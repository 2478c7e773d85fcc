// Bundles everything that runs: the command line, the language server and the VS Code client, for Node and for the browser.
// usage: node build.mjs
import { createHash } from "node:crypto";
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
export const packages = join(root, "node_modules");

const common = {
	absWorkingDir: root,
	bundle: true,
	minify: true,
	sourcemap: false,
	legalComments: "none",
	logLevel: "warning",
	external: ["vscode"],
};
/** Stands for the digest of the bundle, which is known only after it is made. */
const BUILD = `@build-${"0".repeat(32)}@`;
const define = { GRADSIGHT_VERSION: JSON.stringify(version), GRADSIGHT_BUILD: JSON.stringify(BUILD) };
export const node = {
	...common,
	platform: "node",
	format: "cjs",
	target: "node20",
	// The launcher runs the program from V8's code cache, where `import()` does not work; the other edition of web-tree-sitter has one.
	supported: { "dynamic-import": false },
	alias: { "web-tree-sitter": join(packages, "web-tree-sitter/web-tree-sitter.cjs") },
	// Bundles are CommonJS, where `import.meta` does not exist.
	define: { ...define, "import.meta.url": "bundleUrl" },
	banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
};
export const web = {
	...common,
	platform: "browser",
	target: "es2022",
	mainFields: ["browser", "module", "main"],
	conditions: ["browser"],
	define: { ...define, "import.meta.url": '""' },
	// web-tree-sitter asks for these only under Node.
	external: ["vscode", "fs", "fs/promises", "module", "path", "url"],
};

/** Runs in both: what only one of them can do stands behind `import()`, which becomes a lazy part of the bundle. */
const both = { ...node, conditions: ["node", "browser"], define: { ...define, "import.meta.url": '""' }, banner: {} };

/** What the client library loads and never uses here: 30 KB of the packed extension, with the files below. */
const UNNEEDED = {
	// It checks the version of VS Code, which VS Code has done by `engines` of the manifest.
	"semver/functions/parse": "module.exports = () => ({ prerelease: [] });",
	"semver/functions/satisfies": "module.exports = () => true;",
	// Only selectors with a glob pattern need it; ours name languages and schemes.
	minimatch: 'exports.Minimatch = class { constructor() { throw new Error("minimatch is not bundled"); } };',
};
/** Files of the client library for what the server does not offer: each would be registered and never asked. */
const NOT_OFFERED =
	"callHierarchy colorProvider completion declaration definition documentHighlight documentLink documentSymbol fileOperations foldingRange formatting implementation inlineCompletion inlineValue linkedEditingRange reference rename selectionRange semanticTokens signatureHelp textDocumentContent typeDefinition typeHierarchy workspaceSymbol";
const ABSENT = `class Absent { fillClientCapabilities() {} initialize() {} getState() { return { kind: "static" }; } clear() {} }
module.exports = new Proxy({}, { get: (_, name) => name === "__esModule" || Absent });`;
const withoutUnneeded = {
	name: "without what is unneeded",
	setup(builder) {
		builder.onResolve({ filter: new RegExp(`^(${Object.keys(UNNEEDED).join("|")})$`) }, ({ path }) => ({ path, namespace: "unneeded" }));
		builder.onResolve({ filter: new RegExp(`^\\./(${NOT_OFFERED.replaceAll(" ", "|")})$`) }, ({ path, importer }) =>
			/vscode-languageclient[\\/]lib[\\/]common/.test(importer) ? { path, namespace: "unneeded" } : null,
		);
		builder.onLoad({ filter: /./, namespace: "unneeded" }, ({ path }) => ({ contents: UNNEEDED[path] ?? ABSENT, loader: "js" }));
	},
};

/** What is built: output name in `dist/`, entry point, and the target. */
const BUNDLES = [
	["cli.cjs", "server/launch.ts", node],
	["main.cjs", "server/cli.ts", node],
	["server.js", "server/main.ts", both],
	["mcp.cjs", "server/mcp/protocol.ts", node],
	["client.js", "client/main.ts", { ...both, plugins: [withoutUnneeded] }],
	["graph.js", "client/webview/graph.ts", { ...common, platform: "browser", format: "iife", target: "es2022" }],
	// tinypool starts its threads from a file of its own, looked up beside the bundle.
	["entry/worker.js", "node_modules/tinypool/dist/entry/worker.js", { ...common, platform: "node", format: "esm", target: "node20" }],
];

/** `adjust` may change the options of each bundle (tests use it). */
export async function buildAll(out = join(root, "dist"), adjust = (options) => options) {
	// Everything is built before anything is written: a mistake leaves the last good bundles in place.
	const results = await Promise.all(
		BUNDLES.map(([name, entry, options]) => build(adjust({ ...options, entryPoints: [entry], outfile: join(out, name), write: false }))),
	);
	rmSync(out, { recursive: true, force: true });
	for (const { path, contents } of results.flatMap((result) => result.outputFiles)) {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, contents);
	}
	chmodSync(join(out, "cli.cjs"), 0o755);
	// Bundles are CommonJS whatever the package around them says; only the pool's own entry is not.
	writeFileSync(join(out, "package.json"), '{ "type": "commonjs" }\n');
	writeFileSync(join(out, "entry/package.json"), '{ "type": "module" }\n');
	finish(join(out, "main.cjs"));
	// The package as a library: the same program, by its other door.
	writeFileSync(join(out, "index.cjs"), 'module.exports = require("./main.cjs").library;\n');
	writeFileSync(
		join(out, "index.mjs"),
		'import library from "./index.cjs";\nexport const { check, run, graph, applyFix, rules } = library;\n',
	);
	for (const name of ["index.d.cts", "index.d.mts"]) cpSync(join(root, "server/library/api.ts"), join(out, name));
	cpSync(join(packages, "web-tree-sitter/web-tree-sitter.wasm"), join(out, "web-tree-sitter.wasm"));
	cpSync(join(packages, "tree-sitter-python/tree-sitter-python.wasm"), join(out, "tree-sitter-python.wasm"));
}

/** Characters that are left are letters in regular expressions; the launcher reads one byte per character. Results are cached by build. */
function finish(file) {
	const text = readFileSync(file, "utf8").replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
	const grammar = readFileSync(join(packages, "tree-sitter-python/tree-sitter-python.wasm"));
	writeFileSync(file, text.replaceAll(BUILD, createHash("sha256").update(text).update(grammar).digest("hex").slice(0, 32)));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildAll();
