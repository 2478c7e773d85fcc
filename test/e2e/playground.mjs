// The playground in Chromium as a visitor uses it: findings, fix, hover, output, graph, share. A screenshot of each part.
// usage: node playground.mjs --home .e2e --out SHOTS [--site dist/playground]
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openBrowser } from "./workbench.mjs";

const top = fileURLToPath(new URL("../..", import.meta.url));
const { values: given } = parseArgs({
	options: { home: { type: "string" }, out: { type: "string" }, site: { type: "string", default: join(top, "dist/playground") } },
});
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".png": "image/png", ".wasm": "application/wasm" };
const server = createServer((request, response) => {
	const name = new URL(request.url, "http://x").pathname.slice(1) || "index.html";
	try {
		const body = readFileSync(join(given.site, name.replaceAll("..", "")));
		response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" }).end(body);
	} catch {
		response.writeHead(404).end();
	}
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const home = `http://localhost:${server.address().port}/`;
mkdirSync(given.out, { recursive: true });
const browser = await openBrowser(join(resolve(given.home), "deps"));
const { page } = browser;
const shot = (name) => page.screenshot({ path: join(given.out, `playground-${name}.png`) });
const checked = (count) => page.waitForFunction((n) => document.body.dataset.checked === String(n), count, { timeout: 20_000 });
const type = async (text) => {
	await page.locator(".cm-content").click();
	await page.keyboard.press("Control+A");
	await page.keyboard.insertText(text);
};
let code = 1;
try {
	await page.goto(home);
	await checked(1);
	assert.match(await page.locator("#findings").innerText(), /graph-freed[^]*PyTorch raises in line 25: [^]*Fix: [^\n]*temperature/);
	await shot("findings");
	await page.locator(".story .link").first().click();
	assert.ok((await page.locator(".step").count()) >= 2, "the story is marked in the editor");
	await page.getByRole("button", { name: "Why is this a rule?" }).click();
	assert.ok((await page.locator(".why p").count()) >= 1, "the rule's page is shown");
	await page.locator(".cm-line .hint").first().waitFor();
	// The first letters of `loss`, behind four blanks.
	await page.locator(".cm-line", { hasText: "(model(x)" }).hover({ position: { x: 50, y: 8 } });
	await page.locator(".hover").waitFor();
	await shot("hover");
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: /^Fix: / }).click();
	await checked(0);
	await page.getByRole("tab", { name: "Predicted output" }).click();
	await page.locator(".stdout").waitFor();
	assert.match(await page.locator(".stdout").innerText(), /^step 0: loss 6\.0840, temperature 1\.0513\nstep 1: /);
	await shot("output");
	await page.getByRole("tab", { name: "Autograd graph" }).click();
	await page.locator("#picture svg").waitFor();
	assert.match(await page.locator("#picture svg").innerHTML(), /PowBackward0/);
	await page.locator("#target").fill("Scaled");
	await page.locator("#target").press("Enter");
	await page.waitForFunction(() => document.querySelector("#picture svg title")?.textContent.includes("Scaled"));
	await shot("graph");

	await type(
		'import torch\n\n# <img src=x onerror="window.pwned = 1">\nw = torch.ones(2, requires_grad=True)\ny = w.exp()\ny *= 2\ny.sum().backward()\nprint("<b>&")\n',
	);
	await page.getByRole("tab", { name: "Findings" }).click();
	await checked(1);
	await page.getByRole("button", { name: "Share" }).click();
	await page.waitForFunction(() => location.hash.startsWith("#code="));
	const link = page.url();
	await page.goto("about:blank");
	await page.goto(link);
	await checked(1);
	assert.match(await page.locator(".cm-content").innerText(), /y \*= 2/);
	await page.getByRole("tab", { name: "Predicted output" }).click();
	assert.match(await page.locator(".raised").innerText(), /RuntimeError: one of the variables/);
	await page.getByRole("tab", { name: "Findings" }).click();
	await page.goto(`${home}#code=not-a-program`);
	await page.reload();
	await checked(1);
	assert.equal(await page.evaluate(() => window.pwned), undefined);
	await page.locator("#examples").selectOption({ label: "All is well" });
	await checked(0);
	await page.setViewportSize({ width: 420, height: 800 });
	await page.emulateMedia({ colorScheme: "dark" });
	await page.reload();
	await checked(1);
	await shot("narrow-dark");
	assert.deepEqual(browser.errors, []);
	code = 0;
} catch (error) {
	console.error(String(error?.stack ?? error));
	await shot("FAILED");
} finally {
	if (browser.outside.size) console.log("blocked:", [...browser.outside].join(" "));
	for (const error of browser.errors) console.log("  page:", error.split("\n")[0]);
	await browser.close();
	server.close();
}
process.exit(code);
