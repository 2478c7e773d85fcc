/** What hovers say of deliberate detaches, on the look-alikes. */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, CHECK_BUDGET } from "../engine/index.ts";
import { Lines } from "../engine/text/lines.ts";
import { loadText } from "./support/load.ts";

const folder = new URL("./rules/", import.meta.url).pathname;
/** File, the function it is in, the expression, what its hover says. */
const CASES: [file: string, within: string, code: string, says: RegExp][] = [
	["look-alikes-targets.py", "polyak_ok", "target(torch.randn(4, 3)).detach()", /a target here, a label/],
	[
		"look-alikes-targets.py",
		"straight_through_ok",
		"(q - x).detach()",
		/straight-through.*`enc\.weight` and `enc\.bias` are still trained by `backward` \(line \d+\)/,
	],
	["look-alikes-targets.py", "gumbel_hard_ok", "soft.detach()", /straight-through estimator: its value cancels/],
	["look-alikes-targets.py", "surrogate_ok", "logp.detach()", /has the gradient of the original/],
	["look-alikes-targets.py", "dqn_ok", "target(s2).max(1)[0].detach()", /a target here/],
	[
		"look-alikes-targets.py",
		"linear_probe_ok",
		"z.detach()",
		/this loss is not meant to train what it comes from; `enc\.weight` and `enc\.bias` are still trained/,
	],
	["look-alikes-targets.py", "greedy_layers_ok", "z.detach()", /truncated/],
	["look-alikes-targets.py", "mutual_other_network_ok", "pb.detach()", /a target here.*`b\.weight` and `b\.bias` are still trained/],
	["look-alikes-loops.py", "truncated_bptt_ok", "h.detach()", /truncated backpropagation through time/],
	["look-alikes-loops.py", "gan_ok", "fake.detach()", /not meant to train.*`G\.weight` and `G\.bias` are still trained/],
	["look-alikes-loops.py", "logging_ok", "loss.detach()", /goes into no loss/],
	["catalogue/D20.py", "simsiam_ok", "z2.detach()", /a target here/],
	["heldout/D20y_fixed.py", "forward", "code.detach()", /only kept, without the graph/],
	["heldout/D02z_fixed.py", "forward", "part.detach()", /carried into the next iteration/],
	["heldout/D29z_fixed.py", "observe", "t.detach()", /goes into no loss/],
	["heldout/D59y_fixed.py", "", "p.data", /numbers are written by hand/],
	["heldout/D05y_fixed.py", "losses", "out[1].detach()", /a target here/],
];

describe("hovers on deliberate detaches", function () {
	this.timeout(60_000);
	const facts = new Map<string, { text: string; said: { start: number; code: string; markdown: string }[] }>();
	function said(file: string) {
		let known = facts.get(file);
		if (known === undefined) {
			const text = readFileSync(join(folder, file), "utf8");
			const report = check({ entry: loadText(file, text), find: () => null }, { profile: "2.13", budget: CHECK_BUDGET, facts: true });
			known = { text, said: report.facts.map((f) => ({ start: f.start, code: text.slice(f.start, f.end), markdown: f.markdown })) };
			facts.set(file, known);
		}
		return known;
	}
	for (const [file, within, code, says] of CASES)
		it(`${within}: ${code}`, () => {
			const { text, said: all } = said(file);
			const start = within === "" ? 0 : text.indexOf(`def ${within}(`);
			const found = all.find((f) => f.start > start && f.code === code);
			assert.match(found?.markdown ?? "", new RegExp(`^meant: .*${says.source}`, "m"), `line ${new Lines(text).line(found?.start ?? 0)}`);
		});
	it("says nothing of a detach that a rule warns about", () => {
		const { text, said: all } = said("catalogue/D20.py");
		const bad = all.filter((f) => f.start < text.indexOf("def encoder_ok") && f.code === "enc(x).detach()");
		assert.ok(bad.length > 0);
		for (const f of bad) assert.doesNotMatch(f.markdown, /^meant/m);
	});
});
