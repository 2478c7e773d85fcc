/** One line on the terminal that says how far a long check is; nothing where standard error is not a terminal. */
import { visibleLine } from "./formats/visible.ts";
import { write } from "./output.ts";

/** Shorter checks need no line. */
const AFTER_MS = 700;
const EVERY_MS = 80;

export interface Progress {
	/** `done` files are checked; `path` is the one that was last. */
	step(done: number, path: string): void;
	end(): void;
}

export function startProgress(
	total: number,
	screen: { isTTY?: boolean; columns?: number } = process.stderr,
	put = (text: string) => write(2, text),
): Progress {
	const from = performance.now();
	let last = from + AFTER_MS - EVERY_MS;
	let shown = false;
	return {
		step(done, path) {
			const now = performance.now();
			if (!screen.isTTY || total < 2 || now - last < EVERY_MS) return;
			last = now;
			shown = true;
			const room = Math.max(20, (screen.columns ?? 80) - 1);
			const left = now - from > 3000 && done > 0 ? `, ${duration(((now - from) / done) * (total - done))} left` : "";
			const head = `Checked ${done} of ${total} files${left} `;
			const tail =
				path.length <= room - head.length ? path : room - head.length > 10 ? `…${path.slice(path.length - (room - head.length) + 1)}` : "";
			put(`\r\u001b[2K${visibleLine(head + tail).slice(0, room)}`);
		},
		end() {
			if (shown) put("\r\u001b[2K");
		},
	};
}

function duration(ms: number): string {
	const seconds = Math.ceil(ms / 1000);
	return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
