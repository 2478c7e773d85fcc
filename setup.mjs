// Makes a fresh clone ready: installs the locked dependencies when they are missing or out of date, then builds when a source is newer.
// Needs nothing but Node. usage: node setup.mjs [--demo]
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL(".", import.meta.url));
const stamp = join(root, "node_modules/.gradsight-lock");
const lock = readFileSync(join(root, "package-lock.json"), "utf8");

if (!existsSync(join(root, "node_modules/esbuild")) || (existsSync(stamp) && readFileSync(stamp, "utf8") !== lock)) {
	console.error("Installing dependencies (npm ci)...");
	run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
	writeFileSync(stamp, lock);
}

if (newest(["server", "client", "engine", "grammars", "build.mjs", "package.json"]) > built()) {
	console.error("Building...");
	run(process.execPath, [join(root, "build.mjs")]);
}

if (process.argv.includes("--demo")) {
	for (const words of [
		["check", "client/walkthrough/sample.py", "--exit-zero"],
		["run", "client/walkthrough/sample.py"],
	]) {
		console.log(`$ gradsight ${words.join(" ")}`);
		// The sample is meant to raise, so the second status is 1.
		const { status } = spawnSync(process.execPath, [join(root, "dist/cli.cjs"), ...words], { cwd: root, stdio: "inherit" });
		if (status !== 0 && status !== 1) process.exit(1);
		console.log("");
	}
}

function run(command, words) {
	// `npm install --global` of the repository (pre-commit does that) would otherwise make our own installation a global one.
	const env = { ...process.env, npm_config_global: "false" };
	const { status, error } = spawnSync(command, words, {
		cwd: root,
		env,
		stdio: ["ignore", "inherit", "inherit"],
		shell: process.platform === "win32",
	});
	if (status !== 0) {
		console.error(error?.message ?? `${command} ${words.join(" ")} failed`);
		process.exit(1);
	}
}

/** When the youngest of these files changed. */
function newest(names) {
	let latest = 0;
	for (const name of names) {
		const path = join(root, name);
		const stat = statSync(path);
		latest = Math.max(latest, stat.isDirectory() ? newest(readdirSync(path).map((entry) => join(name, entry))) : stat.mtimeMs);
	}
	return latest;
}

function built() {
	return statSync(join(root, "dist/cli.cjs"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
