/** The benches by name: what is timed, against whom, and what is counted beside it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ADVERSARIAL } from "./inputs/adversarial.ts";
import { modelFile } from "./inputs/model-file.ts";
import { type BenchRow, type Contestant, interleave, processJson, processTime } from "./measure.ts";
import { NO_PYRIGHT, NO_TORCH, pyright, ROOT, torchPython } from "./peers.ts";

const CLI = join(ROOT, "dist/cli.cjs");
const WORK = join(ROOT, ".e2e/bench");
/** engine-side.ts, bundled by run.ts. */
export const LSP_SIDE = join(WORK, "lsp-side.mjs");
export const ENGINE_SIDE = join(WORK, "engine-side.mjs");
const input = (name: string): string => join(ROOT, "bench/inputs", name);

interface Timed {
	value: number;
	counters: Record<string, number>;
}

/** Writes a generated program once per run of the suite. */
function program(name: string, text: string): string {
	const folder = join(WORK, "programs");
	mkdirSync(folder, { recursive: true });
	// Without a configuration of its own pyright looks at the folders above.
	writeFileSync(join(folder, "pyrightconfig.json"), "{}\n");
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

function row(
	bench: string,
	subject: string,
	unit: BenchRow["unit"],
	rounds: number,
	ours: Contestant,
	peers: Contestant[],
	notes: string[],
	counters: () => Record<string, number>,
): BenchRow {
	const times = interleave(ours, peers, rounds);
	return { bench, subject, unit, ...times, counters: counters(), notes };
}

function ownCounters(path: string): Record<string, number> {
	return processJson<Timed>(process.execPath, [ENGINE_SIDE, "check", path, join(ROOT, "dist")]).counters;
}

/** From spawn to exit of `gradsight check`, without any cache of results. */
function cold(subject: string, path: string, rounds: number): BenchRow {
	const peer = pyright();
	const ours = { name: "gradsight", once: () => processTime(process.execPath, [CLI, "check", path, "--no-cache", "--isolated"]) };
	const theirs = peer === null ? [] : [{ name: "pyright", once: () => processTime(peer.command, [...peer.words, path]) }];
	const notes = peer === null ? [NO_PYRIGHT] : ["pyright checks types and does not look at gradients"];
	return row("cold", subject, "ms", rounds, ours, theirs, notes, () => ownCounters(path));
}

/** A bench inside a process of its own, so that each starts with a fresh heap. */
function engineSide(name: string, argument: string): Contestant & { counters: () => Record<string, number> } {
	let counters: Record<string, number> = {};
	return {
		name: "gradsight",
		once() {
			const timed = processJson<Timed>(process.execPath, [ENGINE_SIDE, name, argument, join(ROOT, "dist")]);
			counters = timed.counters;
			return timed.value;
		},
		counters: () => counters,
	};
}

function torchSide(label: string, script: string, ...words: string[]): Contestant[] {
	const python = torchPython();
	return python === null
		? []
		: [{ name: label, once: () => processJson<Timed>(python, [join(ROOT, "bench/torch-side", script), ...words]).value }];
}

const torchNotes = (...notes: string[]): string[] => (torchPython() === null ? [NO_TORCH] : notes);

function ops(kind: "symbolic" | "numeric"): BenchRow {
	const ours = engineSide(`ops-${kind}`, "");
	const peers =
		kind === "numeric"
			? torchSide("torch eager", "chain.py", "eager")
			: [...torchSide("torch meta", "chain.py", "meta"), ...torchSide("FakeTensor", "chain.py", "fake")];
	return row("ops", `mul/add chain, ${kind}, fwd + bwd`, "us/op", 3, ours, peers, torchNotes("torch on one thread"), ours.counters);
}

function adam(): BenchRow {
	const path = input("scalar_adam.py");
	const python = torchPython();
	const ours = { name: "gradsight run", once: () => processTime(process.execPath, [CLI, "run", path]) };
	const peers = python === null ? [] : [{ name: "python", once: () => processTime(python, [path]) }];
	return row(
		"adam",
		"10,000 scalar Adam steps, spawn to exit",
		"ms",
		3,
		ours,
		peers,
		torchNotes("both print the same numbers; python's time has the import of torch in it"),
		() => ({ steps: 10_000 }),
	);
}

function resnet(): BenchRow {
	const path = input("resnet50.py");
	const ours = engineSide("symbolic", path);
	const peers = [...torchSide("torch meta", "symbolic.py", "meta", path), ...torchSide("FakeTensor", "symbolic.py", "fake", path)];
	return row(
		"resnet",
		"ResNet-50 constructor + forward + backward from source, warm",
		"ms",
		3,
		ours,
		peers,
		torchNotes("without the import of torch"),
		ours.counters,
	);
}

function warm(): BenchRow {
	const path = program("model_300.py", modelFile(300));
	const ours = engineSide("check", path);
	return row("warm", "check of a 300-line model file, in process", "ms", 5, ours, [], [], ours.counters);
}

/** A language server over stdio, against pyright's. */
function editor(metric: "first" | "edit", subject: string, path: string, rounds: number): BenchRow {
	const peer = pyright();
	let counters: Record<string, number> = {};
	const drive = (name: string, words: string[], isOurs: boolean): Contestant => ({
		name,
		once() {
			const timed = processJson<Timed>(process.execPath, [LSP_SIDE, metric, path, process.execPath, ...words]);
			if (isOurs) counters = { ...counters, ...timed.counters };
			else if (timed.counters.peakMB !== undefined) counters = { ...counters, [`${name}PeakMB`]: timed.counters.peakMB };
			return timed.value;
		},
	});
	const ours = drive("gradsight", [CLI, "server", "--stdio"], true);
	const theirs = peer === null ? [] : [drive("pyright", [peer.words[0]!.replace(/index\.js$/, "langserver.index.js"), "--stdio"], false)];
	const notes = [
		...(peer === null ? [NO_PYRIGHT] : ["both asked by pull, right after the change; pyright checks types"]),
		metric === "edit" ? "median of the edits in method bodies, p95 among the counters" : "from spawn to complete diagnostics",
	];
	return row("editor", subject, "ms", rounds, ours, theirs, notes, () => counters);
}

const SMALL = "import torch\n\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\ny += 1\ny.sum().backward()\n";

/** In the order of the table; `npm run bench -- NAME` takes the ones named. */
export const SUITE: Record<string, () => BenchRow[]> = {
	cold: () => [
		cold("gradsight check, a file of 6 lines", program("small.py", SMALL), 7),
		cold("gradsight check, a file of 970 lines of models", program("model_970.py", modelFile(970)), 5),
	],
	warm: () => [warm()],
	editor: () => {
		const models = program("model_970.py", modelFile(970));
		const large = program("model_8000.py", modelFile(8000));
		return [
			editor("first", "first diagnostics, 970 lines of models", models, 3),
			editor("edit", "edit to diagnostics, 970 lines of models", models, 3),
			editor("edit", "edit to diagnostics, 8,000 lines of models", large, 1),
		];
	},
	ops: () => [ops("symbolic"), ops("numeric")],
	adam: () => [adam()],
	resnet: () => [resnet()],
	adversarial: () =>
		Object.keys(ADVERSARIAL).map((name) => {
			const ours = engineSide("adversarial", name);
			return row("adversarial", name, "ms", 1, ours, [], [], ours.counters);
		}),
};
