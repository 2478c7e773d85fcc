/** A folder of files and the built command run in it, for tests of the command line. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CLI } from "./session.ts";

/** Raises in backward: what `exp` saved is overwritten in line 5. */
export const BAD = "import torch\n\nw = torch.ones(3, requires_grad=True)\ny = w.exp()\ny += 1\ny.sum().backward()\n";
export const GOOD = `${BAD.replace("y += 1", "y = y + 1")}print(w.grad)\n`;

export interface Ended {
	status: number | null;
	out: string;
	err: string;
}

/** One of `check --output-format json`. */
export interface Finding {
	path: string;
	cell?: number;
	line: number;
	column: number;
	endLine: number;
	endColumn: number;
	severity: string;
	code: string;
	message: string;
	certainty: string;
	predicts: { type: string; message: string; line: number } | null;
	related: { path: string; line: number; column: number; message: string }[];
	fixes: unknown[];
}

export class Folder {
	readonly path = mkdtempSync(join(tmpdir(), "gradsight-test-"));

	write(files: Record<string, string | Uint8Array>): void {
		for (const [name, text] of Object.entries(files)) {
			mkdirSync(dirname(join(this.path, name)), { recursive: true });
			writeFileSync(join(this.path, name), text);
		}
	}

	/** Empties the folder. */
	clear(): void {
		this.remove();
		mkdirSync(this.path);
	}

	remove(): void {
		rmSync(this.path, { recursive: true, force: true });
	}

	gradsight(words: string[], options: { input?: string; cli?: string; env?: Record<string, string> } = {}): Ended {
		const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: "1", ...options.env };
		const { status, stdout, stderr } = spawnSync(process.execPath, [options.cli ?? CLI, ...words], {
			cwd: this.path,
			input: options.input,
			encoding: "utf8",
			env,
			maxBuffer: 1 << 28,
		});
		return { status, out: stdout, err: stderr };
	}

	findings(...words: string[]): Finding[] {
		return (JSON.parse(this.gradsight(["check", ...words, "--output-format", "json"]).out) as { findings: Finding[] }).findings;
	}

	/** `path:line` of every finding. */
	found(...words: string[]): string[] {
		return this.findings(...words).map(({ path, line }) => `${path}:${line}`);
	}
}
