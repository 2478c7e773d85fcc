/** Suppression comments: what they silence, and what is said about idle ones. */
import { strict as assert } from "node:assert";
import type { Finding, Source } from "../engine/index.ts";
import { applySuppressions } from "../engine/report/suppress.ts";
import { applyEdits } from "../engine/text/edit.ts";

const KNOWN = new Set(["lost-gradient", "stale-value"]);

function source(text: string): Source {
	const comments = [...text.matchAll(/#.*/g)].map((m) => ({ start: m.index, end: m.index + m[0].length, text: m[0] }));
	return { path: "m.py", text, module: { kind: "Module", body: [], docstring: null, gaps: [], comments } };
}

function at(text: string, what: string, code = "lost-gradient", path = "m.py"): Finding {
	const start = text.indexOf(what);
	return {
		path,
		start,
		end: start + what.length,
		code,
		severity: "error",
		message: "m",
		certainty: "must",
		predicts: null,
		related: [],
		fixes: [],
	};
}

function codes(text: string, ...findings: Finding[]): string[] {
	return applySuppressions(findings, source(text), KNOWN).map((f) => f.code);
}

describe("suppression comments", () => {
	it("silence their own line", () => {
		const text = "a = f()  # gradsight: ignore[lost-gradient] on purpose\nb = f()\n";
		assert.deepEqual(codes(text, at(text, "f()")), []);
		assert.deepEqual(codes(text, { ...at(text, "b"), start: text.indexOf("\nb") + 1 }), ["lost-gradient", "unused-suppression"]);
	});
	it("alone on a line silence the next line of code", () => {
		const text = "# gradsight: ignore[lost-gradient, stale-value]\n\n# words\na = f()\n";
		assert.deepEqual(codes(text, at(text, "f()"), at(text, "a =", "stale-value")), []);
	});
	it("behind the last line of a long expression silence it", () => {
		const text = "a = f(\n  1,\n)  # gradsight: ignore[lost-gradient]\n";
		assert.deepEqual(codes(text, at(text, "f(\n  1,\n)")), []);
	});
	it("may speak for the whole file or for every rule", () => {
		const text = "# gradsight: ignore-file[lost-gradient]\na = 1\nb = f()  # gradsight: ignore\n";
		assert.deepEqual(codes(text, at(text, "a"), at(text, "f()", "stale-value")), []);
	});
	it("leave other files and other codes alone", () => {
		const text = "a = f()  # gradsight: ignore[stale-value]\n";
		assert.deepEqual(codes(text, at(text, "f()"), at(text, "f()", "stale-value", "other.py")), [
			"lost-gradient",
			"stale-value",
			"unused-suppression",
		]);
	});
	it("are removed or narrowed by their fix when idle", () => {
		const text = "a = f()  # gradsight: ignore[lost-gradient, stale-value] why\n# gradsight: ignore\nb = 1\n";
		const found = applySuppressions([at(text, "f()")], source(text), KNOWN);
		assert.equal(found.length, 2);
		const edits = found.flatMap((f) => f.fixes[0]!.edits);
		assert.equal(applyEdits(text, edits), "a = f()  # gradsight: ignore[lost-gradient] why\nb = 1\n");
	});
	it("that name no rule say so", () => {
		const text = "a = 1  # gradsight: ignore[lost-gradent]\n";
		assert.match(applySuppressions([], source(text), KNOWN)[0]!.message, /`lost-gradent`, which is not a rule/);
	});
});
