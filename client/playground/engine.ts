/** Talks to the worker: one question of each kind waits at most, and a worker that does not come back is replaced. */
import type { Answer, Question, Results, RulePage } from "./protocol.ts";

/** Longer than any answer takes; a program that keeps the engine busier has found a bug of ours. */
const PATIENCE_MS = 30_000;

export class Engine {
	#worker: Worker;
	#id = 0;
	#busy: { question: Question; done(answer: Answer): void; timer: number } | null = null;
	readonly #waiting = new Map<Question["ask"], { question: Question; done(answer: Answer): void }>();
	readonly #onReady: (rules: RulePage[], version: string) => void;

	constructor(onReady: (rules: RulePage[], version: string) => void) {
		this.#onReady = onReady;
		this.#worker = this.#start();
	}

	/** Null when a newer question of the same kind took its place. */
	ask<K extends keyof Results>(ask: K, text: string, name: string | null = null): Promise<Results[K] | { failed: string } | null> {
		this.#waiting.get(ask)?.done({ kind: "failed", id: -1, why: "" });
		return new Promise((resolve) => {
			const done = (answer: Answer) => {
				if (answer.kind === "result") resolve(answer.result as Results[K]);
				else resolve(answer.kind === "failed" && answer.id >= 0 ? { failed: answer.why } : null);
			};
			this.#waiting.set(ask, { question: { id: ++this.#id, ask, text, name }, done });
			this.#next();
		});
	}

	#next(): void {
		if (this.#busy) return;
		const [first] = this.#waiting;
		if (!first) return;
		this.#waiting.delete(first[0]);
		const timer = window.setTimeout(() => this.#replace(), PATIENCE_MS);
		this.#busy = { ...first[1], timer };
		this.#worker.postMessage(first[1].question);
	}

	#finish(answer: Answer): void {
		const busy = this.#busy;
		if (!busy) return;
		clearTimeout(busy.timer);
		this.#busy = null;
		busy.done(answer);
		this.#next();
	}

	#start(): Worker {
		const worker = new Worker("worker.js");
		worker.addEventListener("message", ({ data }: MessageEvent<Answer>) =>
			data.kind === "ready" ? this.#onReady(data.rules, data.version) : this.#finish(data),
		);
		worker.addEventListener("error", (event) => this.#finish({ kind: "failed", id: 0, why: event.message }));
		return worker;
	}

	#replace(): void {
		this.#worker.terminate();
		this.#worker = this.#start();
		this.#finish({ kind: "failed", id: 0, why: "The engine did not come back from this program." });
	}
}
