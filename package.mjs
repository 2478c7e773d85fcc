// Packs the VS Code extension. The repository's manifest says `"type": "module"`, which hosts in the browser refuse, so the
// extension is staged in dist/vsix with a manifest of its own. usage: node package.mjs VSCE [OUT.vsix]  (VSCE: path of the vsce program)
// Tools that lie beside vsce make it smaller: terser squeezes the bundles, zopfli the archive.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32, inflateRawSync } from "node:zlib";

const root = fileURLToPath(new URL(".", import.meta.url));
const stage = join(root, "dist/vsix");
const [vsce, out = "gradsight.vsix"] = process.argv.slice(2);

const BUNDLES = ["client.js", "graph.js", "server.js"];
const FILES = [
	...[...BUNDLES, "web-tree-sitter.wasm", "tree-sitter-python.wasm"].map((name) => `dist/${name}`),
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

const tools = createRequire(resolve(vsce));
await squeezeBundles();
const { status } = spawnSync(process.execPath, [resolve(vsce), "package", "--no-dependencies", "-o", resolve(out)], {
	cwd: stage,
	stdio: "inherit",
});
if (status === 0) await squeezeArchive(resolve(out));
process.exit(status ?? 1);

function tool(name) {
	try {
		return tools(name);
	} catch {
		console.log(`note: ${name} is not beside vsce; the package stays larger`);
		return null;
	}
}

async function squeezeBundles() {
	const terser = tool("terser");
	if (!terser) return;
	for (const name of BUNDLES) {
		const file = join(stage, "dist", name);
		const { code } = await terser.minify(readFileSync(file, "utf8"), { ecma: 2022, compress: { passes: 2 } });
		writeFileSync(file, code);
	}
}

/** The same archive with the same files, each deflated as well as it can be. Offsets are those of the ZIP format. */
async function squeezeArchive(file) {
	const zopfli = tool("@gfx/zopfli");
	if (!zopfli) return;
	const zip = readFileSync(file);
	const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
	const parts = [];
	const directory = [];
	let offset = 0;
	for (let at = zip.readUInt32LE(end + 16), i = 0; i < zip.readUInt16LE(end + 10); i++) {
		const header = Buffer.from(zip.subarray(at, at + 46 + zip.readUInt16LE(at + 28)));
		const local = zip.readUInt32LE(at + 42);
		const data = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
		const packed = zip.subarray(data, data + header.readUInt32LE(20));
		const plain = header.readUInt16LE(10) === 8 ? inflateRawSync(packed) : packed;
		if (crc32(plain) !== header.readUInt32LE(16)) throw new Error("the archive is damaged");
		const best =
			header.readUInt16LE(10) === 8 ? Buffer.from(await zopfli.deflateAsync(plain, { numiterations: 5, blocksplittingmax: 0 })) : packed;
		at += header.length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
		// Sizes stand in the headers, so nothing follows the data and nothing is extra.
		header.writeUInt16LE(header.readUInt16LE(8) & ~8, 8);
		header.writeUInt32LE(best.length, 20);
		header.writeUInt32LE(0, 30);
		header.writeUInt32LE(offset, 42);
		parts.push(Buffer.from("PK\x03\x04", "latin1"), header.subarray(6, 30), Buffer.alloc(2), header.subarray(46), best);
		offset += 30 + header.length - 46 + best.length;
		directory.push(header);
	}
	const list = Buffer.concat(directory);
	const tail = Buffer.from(zip.subarray(end, end + 22));
	tail.writeUInt32LE(list.length, 12);
	tail.writeUInt32LE(offset, 16);
	tail.writeUInt16LE(0, 20);
	writeFileSync(file, Buffer.concat([...parts, list, tail]));
}
