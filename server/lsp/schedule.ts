/** Waits for a moment of quiet per unit; a newer change replaces the waiting one. */

/** Long enough to swallow the events of one keystroke, too short to notice. */
const QUIET_MS = 20;

export class Schedule {
	readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();

	soon(key: string, work: () => void): void {
		clearTimeout(this.#waiting.get(key));
		this.#waiting.set(
			key,
			setTimeout(() => {
				this.#waiting.delete(key);
				work();
			}, QUIET_MS),
		);
	}

	cancel(key: string): void {
		clearTimeout(this.#waiting.get(key));
		this.#waiting.delete(key);
	}
}
