/** Random programs over tensors: a seed gives statements; statements give a program that shows its state as it goes. */
import { readFileSync } from "node:fs";
import { copies, numpyAlias, oddView, regeometry, writeThrough } from "./actions/aliases.ts";
import { binary, gather, helper, join, loss, product, reduction, unary } from "./actions/compute.ts";
import { flatVector, functionalCall, integers, masks, otherLayers, outArgument, randomDraw, rows } from "./actions/extras.ts";
import { customFunction, higher, hooks } from "./actions/functions.ts";
import { backward, grad, useGrad } from "./actions/gradients.ts";
import { makeLeaf } from "./actions/leaves.ts";
import { aroundTensors, layerFamilies, moduleHooks, stateMoves } from "./actions/library.ts";
import { callModule, indent, makeModule, makeOptimizer, moduleWork, optimizerWork, trainingLoop } from "./actions/modules.ts";
import { readSubscript, scatterWork, writeSubscript } from "./actions/subscripts.ts";
import { moduleTricks, training } from "./actions/training.ts";
import { otherKinds, printed, promotion } from "./actions/types.ts";
import { cut, multiView, view } from "./actions/views.ts";
import { complexWork, gradVariants, integerWork, saved, staleView, viewChain } from "./actions/wider.ts";
import { augmented, flags, inplace, setItem } from "./actions/writes.ts";
import { Pool } from "./pool.ts";
import { Rng } from "./rng.ts";

export const PRELUDE = readFileSync(new URL("./prelude.py", import.meta.url), "utf8");

/** A program as the shrinker sees it. */
export interface Draft {
	seed: number;
	statements: string[];
	/** Every statement is guarded and the program goes on after an error. */
	guarded: boolean;
	/** State is shown after every statement; else only at the end, since looking at a view refreshes it. */
	watched: boolean;
}

type Action = (pool: Pool) => string | null;

const SIMPLE: readonly (readonly [number, Action])[] = [
	[10, unary],
	[10, binary],
	[6, reduction],
	[3, product],
	[3, join],
	[3, gather],
	[3, loss],
	[3, helper],
	[12, view],
	[3, multiView],
	[4, cut],
	[10, inplace],
	[6, augmented],
	[8, setItem],
	[5, flags],
	[3, masks],
	[1, integers],
	[1, outArgument],
	[4, functionalCall],
	[3, oddView],
	[4, writeThrough],
	[2, readSubscript],
	[4, writeSubscript],
	[2, scatterWork],
	[1, regeometry],
	[1, copies],
	[1, numpyAlias],
];
const ALL: readonly (readonly [number, Action])[] = [
	...SIMPLE,
	[5, makeLeaf],
	[3, makeModule],
	[5, callModule],
	[1, moduleWork],
	[2, makeOptimizer],
	[3, optimizerWork],
	[2, trainingLoop],
	[9, backward],
	[4, grad],
	[4, useGrad],
	[7, mode],
	[3, loop],
	[2, rows],
	[1, flatVector],
	[2, otherLayers],
	[1, randomDraw],
	[4, customFunction],
	[4, hooks],
	[3, higher],
	[3, training],
	[3, moduleTricks],
	[3, promotion],
	[3, printed],
	[2, otherKinds],
	[4, complexWork],
	[3, integerWork],
	[4, gradVariants],
	[3, saved],
	[4, staleView],
	[4, viewChain],
	[3, moduleHooks],
	[2, layerFamilies],
	[2, stateMoves],
	[4, aroundTensors],
];

export function generate(seed: number): Draft {
	const rng = new Rng(seed);
	const pool = new Pool(rng);
	const count = rng.int(5, 30);
	const statements = [makeLeaf(pool), makeLeaf(pool)];
	while (statements.length < count) {
		const made = rng.weighted(ALL)(pool);
		if (made !== null) statements.push(made);
	}
	return { seed, statements, guarded: rng.chance(0.75), watched: rng.chance(0.7) };
}

/** Two or three statements under another gradient mode. */
function mode(pool: Pool): string | null {
	const { rng } = pool;
	const name = rng.weighted([
		[6, "torch.no_grad()"],
		[2, "torch.enable_grad()"],
		[1, "torch.inference_mode()"],
		[1, "torch.set_grad_enabled(False)"],
	]);
	const body = block(pool, rng.int(1, 3));
	return body && `with ${name}:\n${body}`;
}

function loop(pool: Pool): string | null {
	const body = block(pool, pool.rng.int(1, 2));
	return body && `for i in range(${pool.rng.int(2, 3)}):\n${body}`;
}

function block(pool: Pool, count: number): string | null {
	const lines: string[] = [];
	for (let i = 0; i < count; i++) {
		const made = pool.rng.weighted(SIMPLE)(pool);
		if (made !== null) lines.push(made);
	}
	return lines.length > 0 ? indent(lines.join("\n")) : null;
}

/** Names bound by a statement at any depth, in order. */
function boundNames(statements: readonly string[]): string[] {
	const names = new Set<string>();
	for (const statement of statements) {
		for (const line of statement.split("\n")) {
			const targets = /^\s*((?:\w+, ?)*\w+),? = /.exec(line);
			if (targets) for (const name of targets[1].split(/, ?/)) names.add(name.trim());
		}
	}
	return [...names];
}

/** The program's own text, to be put after the prelude. */
export function render(draft: Draft): string {
	const names = boundNames(draft.statements);
	const lines = [`torch.manual_seed(${draft.seed % 1000})`];
	if (names.length > 0) lines.push(`${names.join(" = ")} = None`);
	const tensors = names.filter((name) => !name.startsWith("opt"));
	const look = "look()";
	lines.push(`def look():\n    see(${tensors.map((name) => `${name}=${name}`).join(", ")})`);
	draft.statements.forEach((statement, i) => {
		if (draft.guarded) lines.push("try:", indent(statement), "except Exception as error:", `    print(${i}, type(error).__name__, error)`);
		else lines.push(statement);
		if (draft.watched) lines.push(`print(${i})`, look);
	});
	if (!draft.watched) lines.push(look);
	return `${lines.join("\n")}\n`;
}
