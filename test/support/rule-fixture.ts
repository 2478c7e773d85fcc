/** Reads a rule fixture: what its comments claim about lines (`# expect: code regex`, `# raises: regex`), and its functions. */

export interface Claim {
	line: number;
	kind: "expect" | "raises" | "related";
	code: string;
	pattern: RegExp;
}
export interface Fixture {
	claims: Claim[];
	/** Top-level functions and classes by name, as text without the name's line prefix. */
	blocks: Map<string, string>;
}

const CLAIM = /#\s*(expect|raises|related):\s*(.*?)(?=\s*#\s*(?:expect|raises|related):|$)/g;

export function readFixture(text: string): Fixture {
	const claims: Claim[] = [];
	const lines = text.split("\n");
	for (const [i, line] of lines.entries()) {
		for (const m of line.matchAll(CLAIM)) {
			// A comment alone on its line speaks of the next code line.
			let at = i;
			if (/^\s*#/.test(line)) {
				at++;
				while (/^\s*(#|$)/.test(lines[at] ?? "end")) at++;
			}
			const kind = m[1] as Claim["kind"];
			const [code, ...rest] = m[2]!.trim().split(" ");
			claims.push({
				line: at + 1,
				kind,
				code: kind === "expect" ? code! : "",
				pattern: new RegExp(kind === "expect" ? rest.join(" ") : m[2]!.trim()),
			});
		}
	}
	const blocks = new Map<string, string>();
	let name: string | null = null;
	let body: string[] = [];
	const close = (): void => {
		if (name !== null) blocks.set(name, body.join("\n").trimEnd());
	};
	for (const line of lines) {
		const m = /^(?:def|class)\s+(\w+)/.exec(line);
		if (m !== null) {
			close();
			name = m[1]!;
			body = [line];
		} else if (name !== null && /^(\s|$|@)/.test(line) && !line.startsWith("@")) body.push(line);
		else {
			close();
			name = null;
		}
	}
	close();
	return { claims, blocks };
}

/** The block without claims, so that a fixed text can be compared with the `_fixed` twin. */
export function withoutClaims(text: string): string {
	return text
		.split("\n")
		.map((l) => l.replace(CLAIM, "").trimEnd())
		.join("\n")
		.trimEnd();
}
