/** The playground: an editor, what Gradsight finds in it, what PyTorch would print, and the autograd graph. */
import type { Fact, Finding } from "../../engine/index.ts";
import { createEditor } from "./editor.ts";
import { Engine } from "./engine.ts";
import { EXAMPLES } from "./examples.ts";
import { button, element, findingCard } from "./findings.ts";
import { type Checked, PATH, type RulePage } from "./protocol.ts";
import { fromHash, toHash } from "./share.ts";

/** Typing goes on for at least this long between two keys that belong together. */
const QUIET_MS = 200;

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const panels = ["findings", "output", "graph"] as const;
type Panel = (typeof panels)[number];

let rules = new Map<string, RulePage>();
let facts: readonly Fact[] = [];
let shown: Panel = "findings";
let timer = 0;

const engine = new Engine((pages, version) => {
	rules = new Map(pages.map((page) => [page.code, page]));
	find("version").textContent = version;
	document.body.dataset["ready"] = "yes";
});
const editor = createEditor(find("editor"), (await fromHash(location.hash)) ?? EXAMPLES[0]!.code, {
	change() {
		clearTimeout(timer);
		timer = window.setTimeout(refresh, QUIET_MS);
	},
	factsAt: () => facts,
});

async function refresh(): Promise<void> {
	const text = editor.text();
	const [checked] = await Promise.all([
		engine.ask("check", text),
		shown === "output" ? showOutput(text) : null,
		shown === "graph" ? showGraph(text) : null,
	]);
	// Typed on: what came back speaks of another text.
	if (checked === null || editor.text() !== text) return;
	if ("failed" in checked) find("findings").replaceChildren(element("p", "note", checked.failed));
	else showFindings(checked, text);
}

function showFindings(checked: Checked, text: string): void {
	facts = checked.facts.filter((fact) => fact.path === PATH);
	const own = checked.findings.filter((finding) => finding.path === PATH);
	const acts = {
		lineOf: (offset: number) => text.slice(0, offset).split("\n").length,
		point: editor.point,
		apply: (fix: Finding["fixes"][number]) => editor.edit(fix.edits),
		rule: (code: string) => rules.get(code),
	};
	editor.show(
		[
			...checked.gaps.map(({ start, end, message }) => ({
				from: start,
				to: end,
				severity: "error" as const,
				source: "Python",
				message: `syntax error: ${message}`,
			})),
			...own.map((finding) => ({
				from: finding.start,
				to: finding.end,
				severity: finding.severity === "information" ? ("info" as const) : finding.severity,
				source: finding.code,
				message: finding.message,
				actions: finding.fixes.map((fix) => ({ name: fix.title, apply: () => editor.edit(fix.edits) })),
			})),
		],
		checked.hints.filter((hint) => hint.path === PATH),
	);
	const summary = own.length === 0 ? "No gradient bugs found" : own.length === 1 ? "1 finding" : `${own.length} findings`;
	find("summary").textContent = `${summary} in ${Math.max(1, Math.round(checked.milliseconds))} ms`;
	find("findings").replaceChildren(
		...(checked.gaps.length > 0
			? [element("p", "note", `Line ${acts.lineOf(checked.gaps[0]!.start)} cannot be parsed; the rest was checked.`)]
			: []),
		...own.map((finding) => findingCard(finding, acts)),
	);
	if (own.length === 0 && checked.gaps.length === 0)
		find("findings").append(
			element("p", "note good", "No gradient bugs found. Hover over an expression to see its shape, its graph and its gradient."),
		);
	const names = find<HTMLDataListElement>("definitions");
	names.replaceChildren(...checked.definitions.map((name) => Object.assign(document.createElement("option"), { value: name })));
	document.body.dataset["checked"] = String(own.length);
}

async function showOutput(text: string): Promise<void> {
	const result = await engine.ask("run", text);
	if (result === null) return;
	if ("failed" in result) return find("output").replaceChildren(element("p", "note", result.failed));
	const parts: HTMLElement[] = [element("pre", "stdout", result.stdout.join("\n"))];
	if (result.warnings.length > 0)
		parts.push(
			element(
				"pre",
				"warned",
				result.warnings.map((warning) => `line ${warning.line}: ${warning.category}: ${warning.message}`).join("\n"),
			),
		);
	if (result.traceback !== null) parts.push(element("pre", "raised", result.traceback));
	if (result.outcome === "unknown") parts.push(element("p", "note", "The run was given up before its end."));
	else if (result.stdout.length === 0 && result.traceback === null) parts.push(element("p", "note", "The program prints nothing."));
	find("output").replaceChildren(element("p", "note", "What Python and PyTorch 2.13 would print:"), ...parts);
}

async function showGraph(text: string): Promise<void> {
	const name = find<HTMLInputElement>("target").value.trim();
	const result = await engine.ask("graph", text, name === "" ? null : name);
	if (result === null) return;
	const parts: Node[] = [];
	const note = "failed" in result ? result.failed : result.note;
	if (note !== null) parts.push(element("p", "note", note));
	// Parsed as an image would be: what is not SVG cannot become part of the page.
	if (!("failed" in result) && result.svg !== null)
		parts.push(document.importNode(new DOMParser().parseFromString(result.svg, "image/svg+xml").documentElement, true));
	find("picture").replaceChildren(...parts);
}

function show(panel: Panel): void {
	shown = panel;
	for (const name of panels) {
		const tab = find(`tab-${name}`);
		tab.setAttribute("aria-selected", String(name === panel));
		tab.tabIndex = name === panel ? 0 : -1;
		find(name === "graph" ? "graph-panel" : name).hidden = name !== panel;
	}
	const text = editor.text();
	if (panel === "output") void showOutput(text);
	if (panel === "graph") void showGraph(text);
}

for (const name of panels) find(`tab-${name}`).addEventListener("click", () => show(name));
find("tabs").addEventListener("keydown", (event) => {
	const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
	if (step === 0) return;
	const next = panels[(panels.indexOf(shown) + step + panels.length) % panels.length]!;
	show(next);
	find(`tab-${next}`).focus();
});
find("target").addEventListener("change", () => void showGraph(editor.text()));

const examples = find<HTMLSelectElement>("examples");
EXAMPLES.forEach(({ title }, index) => examples.append(new Option(title, String(index))));
examples.addEventListener("change", () => {
	const example = EXAMPLES[Number(examples.value)];
	if (example) editor.set(example.code);
	find<HTMLInputElement>("target").value = "";
});

find("share").replaceWith(
	button("", "Share", async () => {
		const url = new URL(location.href);
		url.hash = await toHash(editor.text());
		history.replaceState(null, "", url);
		const copied = await navigator.clipboard.writeText(url.href).then(
			() => true,
			() => false,
		);
		find("summary").textContent = copied ? "The link is copied." : "The address of this page is the link.";
	}),
);
window.addEventListener("hashchange", async () => {
	const code = await fromHash(location.hash);
	if (code !== null && code !== editor.text()) editor.set(code);
});

void refresh();
