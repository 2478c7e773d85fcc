// Packs the VS Code extension. The repository's manifest says `"type": "module"`, which hosts in the browser refuse, so the
// extension is staged in dist/vsix with a manifest of its own. usage: node package.mjs VSCE [OUT.vsix]  (VSCE: path of the vsce program)
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const stage = join(root, "dist/vsix");
const [vsce, out = "gradsight.vsix"] = process.argv.slice(2);

const FILES = [
	...["client.js", "graph.js", "server.js", "web-tree-sitter.wasm", "tree-sitter-python.wasm"].map((name) => `dist/${name}`),
	"client/media/icon.png",
	"client/walkthrough",
	"client/l10n",
	"package.nls.json",
	"package.nls.zh-cn.json",
	"README.md",
	"CHANGELOG.md",
	"LICENSE",
];
/** Parts of the manifest that matter only to npm. */
const NOT_FOR_EDITORS = ["type", "exports", "bin", "scripts", "mocha", "devDependencies", "overrides"];

rmSync(stage, { recursive: true, force: true });
for (const file of FILES) {
	mkdirSync(join(stage, file, ".."), { recursive: true });
	cpSync(join(root, file), join(stage, file), { recursive: true });
}
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
for (const key of NOT_FOR_EDITORS) delete manifest[key];
manifest.engines = { vscode: manifest.engines.vscode };
writeFileSync(join(stage, "package.json"), `${JSON.stringify(manifest, null, "\t")}\n`);

const { status } = spawnSync(process.execPath, [resolve(vsce), "package", "--no-dependencies", "-o", resolve(out)], { cwd: stage, stdio: "inherit" });
process.exit(status ?? 1);
