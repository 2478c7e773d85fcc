/** Programs as nobody wrote them: real files cut, doubled, mixed and misspelt, as fast-check arbitraries that shrink. */
import fc from "fast-check";

/** What people and accidents put into programs. */
const BITS = [
	"(",
	")",
	"[",
	"]",
	"{",
	"}",
	":",
	",",
	".",
	"=",
	"==",
	"\n",
	"    ",
	"\t",
	"'",
	'"',
	'"""',
	"#",
	"\\",
	"\r",
	"\0",
	"\ufeff",
	"\u2028",
	"é",
	"\u{1f525}",
	"0",
	"1e999",
	"None",
	"self",
	"torch",
	"x",
	"def f(x):\n",
	"class A(A):\n",
	"return",
	"yield",
	"await ",
	"lambda: ",
	"*",
	"**",
	"@",
	":=",
	"for x in x:\n",
	"while True:\n",
	"try:\n",
	"with torch.no_grad():\n",
	"del ",
	"global x\n",
	"import torch as x\n",
	".backward()",
	".detach_()",
	"[:]",
	"+= 1",
	"f'{x!r:>{y}}'",
];

/** One change: where (as a fraction of the text), and what. */
export const change = fc.oneof(
	fc.record({ kind: fc.constant("insert" as const), at: fc.double({ min: 0, max: 1, noNaN: true }), bit: fc.constantFrom(...BITS) }),
	fc.record({
		kind: fc.constant("delete" as const),
		at: fc.double({ min: 0, max: 1, noNaN: true }),
		length: fc.integer({ min: 1, max: 60 }),
	}),
	fc.record({
		kind: fc.constant("swap" as const),
		at: fc.double({ min: 0, max: 1, noNaN: true }),
		other: fc.double({ min: 0, max: 1, noNaN: true }),
	}),
	fc.record({ kind: fc.constant("double" as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
	fc.record({ kind: fc.constant("indent" as const), at: fc.double({ min: 0, max: 1, noNaN: true }), by: fc.constantFrom(-4, -1, 1, 4) }),
	fc.record({ kind: fc.constant("cut" as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
);
export type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** A few changes to one of the texts. */
export function mutated(texts: readonly string[], most: number): fc.Arbitrary<string> {
	return fc
		.tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: most }))
		.map(([text, changes]) => changes.reduce(applyChange, text));
}

export function applyChange(text: string, change: Change): string {
	const at = Math.floor(change.at * text.length);
	const lines = text.split("\n");
	const line = Math.min(lines.length - 1, Math.floor(change.at * lines.length));
	switch (change.kind) {
		case "insert":
			return text.slice(0, at) + change.bit + text.slice(at);
		case "delete":
			return text.slice(0, at) + text.slice(at + change.length);
		case "cut":
			return text.slice(0, at);
		case "double":
			lines.splice(line, 0, lines[line]!);
			return lines.join("\n");
		case "swap": {
			const other = Math.min(lines.length - 1, Math.floor(change.other * lines.length));
			[lines[line], lines[other]] = [lines[other]!, lines[line]!];
			return lines.join("\n");
		}
		case "indent":
			lines[line] = change.by > 0 ? " ".repeat(change.by) + lines[line]! : lines[line]!.replace(new RegExp(`^ {0,${-change.by}}`), "");
			return lines.join("\n");
	}
}
