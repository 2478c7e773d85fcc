/**
 * Every seed program under `check`: the guilty line and the rule that names it, with a fix that holds where one is possible; nothing
 * (but notes) on all the others, which are the corrected twins and plain programs.
 */
import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { check, CHECK_BUDGET } from "../engine/index.ts";
import { Lines } from "../engine/text/lines.ts";
import { loadText } from "./support/load.ts";

const folder = new URL("./programs/seeds/", import.meta.url).pathname;

/** Program: what is found, as `line code`, with ` +` when a fix is offered. */
const FOUND: Record<string, string[]> = {
	"assemble-tensor-requires-grad": ["5 detached-rebuilt", "12 detached-rebuilt +"],
	"assemble-torch-tensor": ["11 grad-no-graph +"],
	"assign-tensor-to-parameter": ["6 module-assign +", "10 module-assign +", "18 module-assign"],
	"cached-in-forward-once": ["13 graph-freed +"],
	"data-parallel-prefix": ["12 module-load"],
	"freeze-everything": ["10 grad-no-graph"],
	"freeze-head-optimizer-too-early": ["7 optimizer-late +"],
	"init-clamp-and-buffer": ["10 graph-freed +"],
	"init-exp-raises": ["9 graph-freed +"],
	"init-list-of-params": ["9 graph-freed +"],
	"init-mul-raises": ["9 graph-freed +"],
	"init-plus-one-stale": ["9 graph-stale +"],
	"init-sigmoid-caught": ["10 graph-freed +"],
	"init-sigmoid-raises": ["10 graph-freed +"],
	"init-softmax-vector": ["9 graph-freed +"],
	"init-softplus-raises": ["10 graph-freed +"],
	"init-transform-nested": ["9 graph-freed +"],
	"init-transform-two-methods": ["11 graph-freed +"],
	"load-state-not-strict": ["14 module-load"],
	"load-state-strict": ["24 module-load", "28 module-load", "31 module-load"],
	"own-wrapper-prefix": ["27 module-load"],
	"parameter-before-view": ["9 grad-nonleaf +"],
	"parameter-of-element": ["5 grad-unused +"],
	"parameter-rebound-view": ["7 grad-nonleaf +"],
	"quotient-of-leaves": ["8 inplace-saved +"],
	"quotient-written-back": ["21 inplace-saved +"],
	"rebind-in-loop": ["9 grad-rebound +"],
	"rebind-leaf": ["9 grad-nonleaf +"],
	"scale-under-no-grad": ["31 inplace-leaf +"],
	"slice-inplace-raises": ["7 inplace-leaf +", "11 inplace-leaf +", "17 inplace-leaf +"],
	"sum-written-back": ["13 inplace-saved +"],
	"tensor-of-element": ["4 grad-no-graph +", "6 grad-unused +"],
	"vector-data-copy": ["7 grad-unused", "8 detached-data"],
	"vector-grad-raises": ["22 grad-unused +"],
	"vector-grad-silent": ["8 detached-data"],
	"vector-parameter-of-slice": ["6 detached-parameter +", "7 detached-parameter +"],
	"vector-to-optimizer-nonleaf": ["8 optimizer-params"],
};

describe("seed programs", function () {
	this.timeout(60_000);
	for (const file of readdirSync(folder).filter((f) => f.endsWith(".py"))) {
		const name = basename(file, ".py");
		it(`${name}: ${FOUND[name]?.join(", ") ?? "nothing"}`, () => {
			const text = readFileSync(join(folder, file), "utf8");
			const lines = new Lines(text);
			const { findings } = check({ entry: loadText(file, text), find: () => null }, { profile: "2.13", budget: CHECK_BUDGET });
			const serious = findings.filter((f) => f.severity === "error" || f.severity === "warning");
			assert.deepEqual(
				serious.map((f) => `${lines.line(f.start)} ${f.code}${f.fixes.length > 0 ? " +" : ""}`),
				FOUND[name] ?? [],
			);
		});
	}
});
