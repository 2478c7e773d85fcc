/** The playground's parts that need no browser: links that carry a program, and examples that show what they promise. */
import { strict as assert } from "node:assert";
import { EXAMPLES } from "../client/playground/examples.ts";
import { fromHash, toHash } from "../client/playground/share.ts";
import { Folder } from "./support/command.ts";

describe("the playground", () => {
	it("packs any program into a link and back", async () => {
		for (const text of ["", "x = 1\n", "é 漢 \u{1f525}\r\n\t\0", EXAMPLES[0]!.code])
			assert.equal(await fromHash(`#${await toHash(text)}`), text);
		assert.ok((await toHash(EXAMPLES[0]!.code)).length < EXAMPLES[0]!.code.length);
		assert.match(await toHash(EXAMPLES[0]!.code), /^code=[\w-]+$/);
	});

	it("takes no damaged or exploding link", async () => {
		for (const hash of [
			"",
			"#",
			"#code=",
			"#code=%%%",
			"#code=AAAA",
			`#${(await toHash("x".repeat(500))).slice(0, -4)}`,
			`#${await toHash("x".repeat(2_000_000))}`,
		])
			assert.ok([null, ""].includes(await fromHash(hash)), hash.slice(0, 40));
	});

	it("has examples that have a bug, all but the last", () => {
		const folder = new Folder();
		try {
			folder.write(Object.fromEntries(EXAMPLES.map(({ code }, index) => [`e${index}.py`, code])));
			const found = new Set(folder.found().map((place) => place.split(":")[0]));
			assert.deepEqual(
				[...found].sort(),
				EXAMPLES.slice(0, -1).map((_, index) => `e${index}.py`),
			);
		} finally {
			folder.remove();
		}
	});
});
