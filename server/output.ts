/** Standard output and standard error. */
import { writeSync } from "node:fs";

/** Synchronous, so that nothing is lost when the process exits. */
export function write(stream: 1 | 2, text: string): void {
	const bytes = Buffer.from(text, "utf8");
	for (let at = 0; at < bytes.length; ) {
		try {
			at += writeSync(stream, bytes, at);
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code;
			if (code === "EPIPE") process.exit(0);
			if (code !== "EAGAIN") throw error;
		}
	}
}
