/** Path arithmetic, for files and for URIs. */
import { strict as assert } from "node:assert";
import { folderOf, joinPath, parentFolder, relativeTo } from "../server/paths.ts";

describe("paths", () => {
	it("climb until the root and stay there", () => {
		for (const [start, steps] of [
			["/a/b", ["/a", "/", "/"]],
			["vscode-vfs://github/o/r", ["vscode-vfs://github/o", "vscode-vfs://github", "vscode-vfs://github"]],
			["C:/a", ["C:", "C:"]],
			["untitled:x", ["untitled:x"]],
			["a/b", ["a", "", "..", "../.."]],
		] as const) {
			let at: string = start;
			for (const step of steps) assert.equal((at = parentFolder(at)), step, `from ${start}`);
		}
	});
	it("join and part", () => {
		assert.equal(joinPath("", "a.py"), "a.py");
		assert.equal(joinPath("/", "a.py"), "/a.py");
		assert.equal(folderOf("a.py"), "");
		assert.equal(folderOf("/a.py"), "/");
		assert.equal(relativeTo("/p", "/p/a/b.py"), "a/b.py");
		assert.equal(relativeTo("/p", "/q/b.py"), "/q/b.py");
	});
});
