// A person at a VS Code workbench page: opens the file, sees the underline, hovers, opens the light bulb, applies the fix. A screenshot of each act.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DRAWN, FIX, FIXED, GATED, HOVER, LENS, NODE, NODE_LINE, SQUIGGLE, TEXT, WORD } from "./sample.mjs";

export const SETTINGS = {
	"workbench.startupEditor": "none",
	"chat.disableAIFeatures": true,
	"workbench.secondarySideBar.defaultVisibility": "hidden",
	"telemetry.telemetryLevel": "off",
	"extensions.autoUpdate": false,
	"extensions.autoCheckUpdates": false,
	"extensions.ignoreRecommendations": true,
	"workbench.enableExperiments": false,
	"workbench.settings.enableNaturalLanguageSearch": false,
	"update.mode": "none",
	"security.workspace.trust.enabled": false,
	"window.commandCenter": false,
	"git.enabled": false,
	"editor.inlayHints.enabled": "on",
	"files.autoSave": "off",
	"json.schemaDownload.enable": false,
	"npm.fetchOnlinePackageInfo": false,
	"workbench.tips.enabled": false,
	"editor.accessibilitySupport": "off",
};

/** A workspace with the sample in it. */
export function makeWorkspace(folder) {
	mkdirSync(join(folder, ".vscode"), { recursive: true });
	writeFileSync(join(folder, ".vscode/settings.json"), JSON.stringify(SETTINGS));
	writeFileSync(join(folder, "model.py"), TEXT);
	writeFileSync(join(folder, "gated.py"), GATED);
}

export async function freePort() {
	return new Promise((done) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => done(port));
		});
	});
}

export async function openBrowser(deps) {
	const { chromium } = createRequire(join(resolve(deps), "x.js"))("playwright-core");
	const profile = mkdtempSync(join(tmpdir(), "gradsight-browser-"));
	// Webviews of VS Code for the Web are third-party frames with service workers: allow those.
	mkdirSync(join(profile, "Default"));
	writeFileSync(
		join(profile, "Default/Preferences"),
		JSON.stringify({
			profile: { cookie_controls_mode: 0, block_third_party_cookies: false, default_content_setting_values: { cookies: 1 } },
		}),
	);
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
		headless: true,
		viewport: { width: 1280, height: 760 },
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
		],
	});
	const page = context.pages()[0] ?? (await context.newPage());
	const outside = new Set();
	// Nothing may leave the machine: every request that is not loopback is blocked and listed.
	await context.route(/^(https?|wss?):/, (route) => {
		const { hostname, host } = new URL(route.request().url());
		if (hostname === "localhost" || hostname.endsWith(".localhost") || hostname.startsWith("127.")) return route.continue();
		outside.add(host);
		return route.abort();
	});
	const errors = [];
	page.on("console", (message) => message.type() === "error" && errors.push(message.text().slice(0, 600)));
	const close = async () => {
		await context.close();
		rmSync(profile, { recursive: true, force: true });
	};
	return { page, outside, errors, close };
}

export async function actAsPerson(page, shots) {
	const started = Date.now();
	const step = (what) => console.log(`${String(Date.now() - started).padStart(6)} ms  ${what}`);
	await page.waitForSelector(".monaco-workbench .part.editor", { timeout: 90_000 });
	step("the workbench is up");
	const row = '.explorer-folders-view .monaco-list-row[aria-label*="model.py"]';
	await page.waitForSelector(row, { timeout: 60_000 });
	await page.dblclick(row);
	await page.waitForSelector(".editor-instance .view-line", { timeout: 60_000 });
	step("the file is open");
	await page.waitForSelector(SQUIGGLE, { timeout: 90_000, state: "attached" });
	step("the finding is underlined");
	const line = page.locator(".view-line", { hasText: "return torch.tensor" }).last();
	const word = line.locator("span span", { hasText: WORD }).first();
	let seen = "";
	for (let i = 0; i < 6 && !HOVER.test(seen); i++) {
		await page.mouse.move(900, 640);
		await page.waitForTimeout(250);
		await word.hover();
		await page.waitForSelector(".monaco-hover:not(.hidden) .hover-contents", { timeout: 5_000 }).catch(() => {});
		await page.waitForTimeout(700);
		seen = (await page.locator(".monaco-hover:not(.hidden)").allInnerTexts()).join("\n");
	}
	await page.screenshot({ path: `${shots}-1-hover.png` });
	if (!HOVER.test(seen)) throw new Error(`the hover does not tell about the tensor: ${JSON.stringify(seen)}`);
	step("the hover tells about the tensor");
	await page.mouse.move(900, 640);
	await word.click();
	await page.keyboard.press("Escape");
	await page.waitForSelector('[class*="codicon-light-bulb"], [class*="codicon-lightbulb"], [class*="codicon-gutter-lightbulb"]', {
		timeout: 15_000,
		state: "attached",
	});
	await page.keyboard.press("Control+.");
	const action = page.locator(".action-widget .monaco-list-row", { hasText: FIX }).first();
	await action.waitFor({ timeout: 15_000 });
	await page.screenshot({ path: `${shots}-2-fixes.png` });
	step("the light bulb offers the fix");
	// By keyboard: the widget swallows clicks while it moves. Headings are rows too, but not ones that can be chosen.
	const titles = await page.locator(".action-widget .monaco-list-row.action").allInnerTexts();
	for (let i = titles.findIndex((title) => FIX.test(title)); i > 0; i--) await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
	await page.waitForFunction(
		(fixed) => [...document.querySelectorAll(".view-line")].some((one) => new RegExp(fixed).test(one.textContent.replace(/\u00a0/g, " "))),
		FIXED.source,
		{ timeout: 15_000 },
	);
	await page.waitForSelector(SQUIGGLE, { state: "detached", timeout: 15_000 });
	await page.screenshot({ path: `${shots}-3-fixed.png` });
	step("the fix is applied and the underline is gone");
}

/** After `actAsPerson`: the story of the finding, the tree of findings, the code lens, and the graph view. */
export async function exploreGraph(page, shots) {
	const started = Date.now();
	const step = (what) => console.log(`${String(Date.now() - started).padStart(6)} ms  ${what}`);
	const command = async (title) => {
		await page.keyboard.press("F1");
		await page.locator(".quick-input-box input").first().fill(`>${title}`);
		await page
			.locator(".quick-input-list .monaco-list-row", { hasText: new RegExp(`^${title}`) })
			.first()
			.click({ timeout: 15_000 });
	};
	await page.locator(".view-line", { hasText: "loss.backward" }).last().click();
	await page.keyboard.press("Control+z");
	await page.waitForSelector(SQUIGGLE, { timeout: 30_000, state: "attached" });
	// The underline may be the one from before the undo, whose finding is just being taken back: then there is no story yet.
	for (let attempt = 1; ; attempt++) {
		await page.keyboard.press("Control+F8");
		try {
			await page.locator('[class*="ced-"]').first().waitFor({ timeout: 4_000, state: "attached" });
			break;
		} catch (error) {
			if (attempt === 4) throw error;
		}
	}
	const tree = page.locator(".pane-header", { hasText: /^Gradsight$/ });
	await tree.waitFor({ timeout: 15_000 });
	if ((await tree.getAttribute("aria-expanded")) === "false") await tree.click();
	const finding = page.locator(".pane-body .monaco-list-row", { hasText: "keeps numbers only" }).first();
	await finding.waitFor({ timeout: 15_000 });
	await finding.locator(".monaco-tl-twistie").click();
	await page.locator(".pane-body .monaco-list-row", { hasText: "2. backward needs it here" }).first().click();
	await page.waitForTimeout(500);
	await page.screenshot({ path: `${shots}-4-story.png` });
	step("the story is marked in the text and told in the tree");

	await page.dblclick('.explorer-folders-view .monaco-list-row[aria-label*="gated.py"]');
	const lens = page.locator(".codelens-decoration a", { hasText: LENS }).first();
	await lens.waitFor({ timeout: 60_000 });
	await lens.click();
	const picture = await frameWith(page, "svg .box");
	const seen = (await picture.locator("svg").innerHTML()).replace(/\s+/g, " ");
	for (const pattern of DRAWN) if (!pattern.test(seen)) throw new Error(`the picture does not show ${pattern}`);
	await page.waitForTimeout(500);
	await page.screenshot({ path: `${shots}-5-graph.png` });
	step("the lens counts parameters and opens the graph");
	await picture.locator(".box", { hasText: NODE }).first().click();
	await page
		.locator(".line-numbers.active-line-number", { hasText: new RegExp(`^${NODE_LINE}$`) })
		.first()
		.waitFor({ timeout: 15_000, state: "attached" });
	await picture.locator(".box.here", { hasText: NODE }).first().waitFor({ timeout: 15_000 });
	step("a click on a node leads to its line");
	await picture.locator(".box", { hasText: NODE }).first().focus();
	await page.keyboard.press("ArrowDown");
	const focused = await picture.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
	if (!/AddmmBackward0/.test(focused)) throw new Error(`the arrow key led to ${JSON.stringify(focused)}`);
	step("arrow keys move along edges");
	for (const [theme, name] of [
		["Dark Modern", "dark"],
		["Dark High Contrast", "contrast"],
	]) {
		await command("Preferences: Color Theme");
		await page.locator(".quick-input-box input").first().fill(theme);
		await page.locator(".quick-input-list .monaco-list-row", { hasText: theme }).first().click({ timeout: 15_000 });
		await page.waitForTimeout(1500);
		await page.screenshot({ path: `${shots}-6-graph-${name}.png` });
	}
	step("dark and high-contrast themes");
}

/** The frame, however deep, that shows something. */
async function frameWith(page, selector) {
	for (let i = 0; i < 150; i++) {
		for (const frame of page.frames())
			if (
				await frame
					.locator(selector)
					.count()
					.catch(() => 0)
			)
				return frame;
		await page.waitForTimeout(200);
	}
	throw new Error(`no frame ever showed ${selector}`);
}
