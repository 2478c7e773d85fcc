// Builds the playground into dist/playground: static files that any web server can offer. usage: npm run build:playground
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { packages, web } from "../../build.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../dist/playground");

/** What a visitor may have to load, compressed. */
const MOST_BYTES = 1_500_000;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const page = { ...web, external: web.external.filter((name) => name !== "vscode") };
await Promise.all([
	build({ ...page, format: "esm", entryPoints: [join(here, "page.ts")], outfile: join(out, "page.js") }),
	build({ ...page, format: "iife", entryPoints: [join(here, "worker.ts")], outfile: join(out, "worker.js") }),
]);
for (const name of ["index.html", "style.css"]) cpSync(join(here, name), join(out, name));
cpSync(join(here, "../media/icon.png"), join(out, "icon.png"));
for (const name of ["web-tree-sitter/web-tree-sitter.wasm", "tree-sitter-python/tree-sitter-python.wasm"])
	cpSync(join(packages, name), join(out, name.split("/")[1]));

const sizes = readdirSync(out).map((name) => ({ name, size: gzipSync(readFileSync(join(out, name))).length }));
const total = sizes.reduce((sum, { size }) => sum + size, 0);
for (const { name, size } of sizes) console.log(`${String(Math.round(size / 1000)).padStart(6)} KB  ${name}`);
console.log(`${String(Math.round(total / 1000)).padStart(6)} KB  compressed in all`);
if (total > MOST_BYTES) {
	console.error(`more than ${MOST_BYTES / 1000} KB`);
	process.exitCode = 1;
}
