/** Real PyTorch as a process that answers programs with what they did; `TORCH_PYTHON` names the interpreter that has it. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Truth } from "../oracle/truth.ts";

export class Torch {
	readonly #process: ChildProcess;
	readonly #lines: Interface;
	readonly #waiting: ((line: string) => void)[] = [];

	constructor() {
		const recorder = fileURLToPath(new URL("../oracle/record.py", import.meta.url));
		this.#process = spawn(process.env.TORCH_PYTHON ?? "python3", [recorder, "--stream"], { stdio: ["pipe", "pipe", "inherit"] });
		this.#lines = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream });
		this.#lines.on("line", (line) => this.#waiting.shift()?.(line));
		// The exit handler tells what went wrong; a broken pipe alone says nothing.
		this.#process.stdin?.on("error", () => {});
		this.#process.on("exit", (status) => {
			if (this.#waiting.length > 0)
				throw new Error(`the recorder ended with status ${status}; is TORCH_PYTHON set to a Python that has torch?`);
		});
	}

	/** Null when the program took the interpreter down. */
	record(name: string, source: string): Promise<Truth | null> {
		return new Promise((resolve) => {
			this.#waiting.push((line) => {
				const answer = JSON.parse(line);
				resolve(answer.crashed ? null : answer);
			});
			this.#process.stdin?.write(`${JSON.stringify({ name, source })}\n`);
		});
	}

	close(): void {
		this.#process.stdin?.end();
	}
}
