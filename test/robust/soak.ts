/**
 * The long run of what test/robust.test.ts does in short: every fixture cut at every line, mutated fixtures, and edits against a live server.
 * usage: npx tsx test/robust/soak.ts cuts | mutations [--seconds 600] [--seed N] | edits [--edits 10000] [--seed N]
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { parserReady } from "../../server/parser.ts";
import { editLive } from "./edits.ts";
import { fixtures, judge } from "./judge.ts";
import { mutated } from "./mutate.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		seconds: { type: "string", default: "600" },
		seed: { type: "string", default: String(Date.now() % 1_000_000) },
		edits: { type: "string", default: "10000" },
	},
});
const seed = Number(values.seed);
await parserReady();

switch (positionals[0]) {
	case "cuts": {
		let count = 0;
		let failed = 0;
		for (const { name, text } of fixtures()) {
			const lines = text.split("\n");
			for (let end = 1; end < lines.length; end++) {
				count++;
				try {
					judge(lines.slice(0, end).join("\n"));
				} catch (error) {
					failed++;
					console.log(`${name} cut behind line ${end}: ${(error as Error).stack?.split("\n").slice(0, 3).join(" ")}`);
				}
			}
		}
		console.log(`${count - failed} passed, ${failed} failed`);
		process.exitCode = failed === 0 ? 0 : 1;
		break;
	}
	case "mutations": {
		const texts = fixtures().map(({ text }) => text);
		const result = fc.check(fc.property(mutated(texts, 6), judge), {
			seed,
			numRuns: 1_000_000,
			interruptAfterTimeLimit: Number(values.seconds) * 1000,
			verbose: 0,
		});
		console.log(
			`seed ${seed}: ${result.numRuns} programs${result.failed ? `, and this one breaks it:\n${result.counterexample?.[0]}\n${result.errorInstance}` : ""}`,
		);
		process.exitCode = result.failed && result.counterexample ? 1 : 0;
		break;
	}
	case "edits": {
		const { compared, memory } = await editLive(Number(values.edits), seed);
		console.log(`seed ${seed}: ${compared} states compared with a cold check; memory in MB while it ran: ${memory.join(" ")}`);
		const [, ...settled] = memory;
		if (settled.length > 3 && settled.at(-1)! > settled[0]! * 1.1) {
			console.log("memory grew by more than a tenth");
			process.exitCode = 1;
		}
		break;
	}
	default:
		console.error("cuts, mutations or edits?");
		process.exitCode = 2;
}
