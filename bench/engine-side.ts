/** What is timed inside one process: `node engine-side.mjs NAME [ARGUMENT]` prints `{"value", "counters"}`. Bundled by run.ts, as the product is. */
import { readFileSync } from "node:fs";
import { CHECK_BUDGET, check, RUN_BUDGET, run } from "../engine/index.ts";
import { runBackward } from "../engine/autograd/backward.ts";
import { Tensor } from "../engine/autograd/tensor.ts";
import { freshWorld, setWorld, world } from "../engine/autograd/world.ts";
import { call } from "../engine/ops/dispatch.ts";
import { dtypes } from "../engine/shape/dtype.ts";
import { initPythonInNode } from "../grammars/node.ts";
import { loadSource } from "../server/load.ts";
import { ADVERSARIAL } from "./inputs/adversarial.ts";
import { median } from "./measure.ts";

interface Timed {
	/** Median over the rounds. */
	value: number;
	counters: Record<string, number>;
}

const [name = "", argument = "", dist = ""] = process.argv.slice(2);
const OPS = 20_000;

function timed(rounds: number, warmUp: number, once: () => void): number {
	const taken: number[] = [];
	for (let i = -warmUp; i < rounds; i++) {
		const began = performance.now();
		once();
		if (i >= 0) taken.push(performance.now() - began);
	}
	return median(taken);
}

/** A chain of multiplications and additions, forward and backward, on one element. */
function chain(known: boolean): void {
	setWorld(freshWorld());
	const one = (value: number): Tensor => {
		const data = dtypes.float32.make(1);
		data[0] = value;
		return Tensor.make([1], dtypes.float32, known ? data : null);
	};
	const x = one(1.5);
	x.requiresGradFlag = true;
	const factor = one(0.999);
	let y = x;
	for (let i = 0; i < OPS; i += 2) y = call("add.Tensor", call("mul.Tensor", y, factor), x);
	runBackward([y], [null], { retainGraph: false, createGraph: false, inputs: null, accumulate: true, allowUnused: false });
	if (x.grad === null) throw new Error("the chain's leaf got no gradient");
}

function ops(known: boolean): Timed {
	const value = (timed(9, 6, () => chain(known)) * 1000) / OPS;
	return { value, counters: { ops: OPS, nodes: world.sequence } };
}

async function checkFile(): Promise<Timed> {
	await initPythonInNode(dist);
	const text = readFileSync(argument, "utf8");
	let counters: Record<string, number> = {};
	const value = timed(9, 5, () => {
		const report = check({ entry: loadSource("model.py", text), find: () => null }, { profile: "2.13", budget: CHECK_BUDGET });
		counters = { lines: text.split("\n").length - 1, findings: report.findings.length, limits: report.limits.length, ...report.coverage };
	});
	return { value, counters };
}

/** One of the programs made to explode, from text to report, by a process that has done nothing before. */
async function adversarial(): Promise<Timed> {
	await initPythonInNode(dist);
	const text = ADVERSARIAL[argument]!();
	const began = performance.now();
	const report = check({ entry: loadSource("adversarial.py", text), find: () => null }, { profile: "2.13", budget: CHECK_BUDGET });
	return {
		value: performance.now() - began,
		counters: {
			lines: text.split("\n").length,
			findings: report.findings.length,
			limits: report.limits.length,
			steps: report.coverage.steps,
			peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
		},
	};
}

/** Runs a script for its shapes and graph only, as PyTorch's meta device does. */
async function symbolicRun(): Promise<Timed> {
	await initPythonInNode(dist);
	const source = loadSource("script.py", readFileSync(argument, "utf8"));
	let nodes = 0;
	const value = timed(9, 30, () => {
		const result = run({ entry: source, find: () => null }, { profile: "2.13", budget: { ...RUN_BUDGET, elements: 0 } });
		if (result.outcome !== "ok")
			throw new Error(`the script ended with ${result.outcome}: ${result.error?.message ?? JSON.stringify(result.limits)}`);
		nodes = world.sequence;
	});
	return { value, counters: { nodes } };
}

const BENCHES: Record<string, () => Timed | Promise<Timed>> = {
	"ops-symbolic": () => ops(false),
	"ops-numeric": () => ops(true),
	check: checkFile,
	symbolic: symbolicRun,
	adversarial,
};
console.log(JSON.stringify(await BENCHES[name]!()));
