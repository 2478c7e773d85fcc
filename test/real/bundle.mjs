// Bundles child.ts as the command line is bundled, but readable in profiles. usage: node test/real/bundle.mjs FOLDER
import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { node, packages } from "../../build.mjs";

const folder = process.argv[2];
await build({ ...node, minify: false, entryPoints: ["test/real/child.ts"], outfile: join(folder, "child.cjs") });
for (const file of ["web-tree-sitter/web-tree-sitter.wasm", "tree-sitter-python/tree-sitter-python.wasm"])
	cpSync(join(packages, file), join(folder, basename(file)));
