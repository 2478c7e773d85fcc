/** Runs recorded expressions in our interpreter: one program evaluates them all and prints each outcome between markers. */
import { readFileSync } from "node:fs";
import { runSource } from "../oracle/engine.ts";

/** Expression, outcome, and the modules it needs. */
export type Row = [expression: string, outcome: string, imports?: string];
export interface Mismatch {
	expression: string;
	truth: string;
	ours: string;
}
const CHUNK = 250;

export function readExpressions(file: URL): Row[] {
	return JSON.parse(readFileSync(file, "utf8"));
}
/** Expressions whose outcome differs from CPython's; an unknown value shows as `?`. */
export function mismatches(rows: readonly Row[], execute: typeof runSource = runSource): Mismatch[] {
	const out: Mismatch[] = [];
	for (let at = 0; at < rows.length; at += CHUNK) {
		const chunk = rows.slice(at, at + CHUNK);
		const imports = new Set(chunk.flatMap(([, , names]) => (names === undefined ? [] : names.split(", "))));
		const lines = [...imports].map((name) => `import ${name}`);
		for (const [expression] of chunk)
			lines.push("try:", `    print(repr(${expression}))`, "except Exception as e:", '    print(f"{type(e).__name__}: {e}")');
		const result = execute("expressions.py", `${lines.join("\n")}\n`);
		chunk.forEach(([expression, truth], i) => {
			const ours = result.stdout[i] ?? `(stopped: ${result.outcome} ${result.error?.message ?? result.limits[0]?.what ?? ""})`;
			if (ours !== truth) out.push({ expression, truth, ours });
		});
	}
	return out;
}
