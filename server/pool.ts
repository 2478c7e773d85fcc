/** Runs jobs here, or over worker threads when there are enough of them to pay for starting threads. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Job, runJob } from "./job.ts";
import type { FileResult } from "./outcome.ts";

/** Below this many files one thread is done before a second one has started. */
const WORTH_THREADS = 24;

/** `threads` null: as many as the machine has. Results come in the order of the jobs. */
export async function runJobs(jobs: readonly Job[], threads: number | null, _cache: boolean): Promise<FileResult[]> {
	const wanted = Math.min(threads ?? availableParallelism(), jobs.length);
	if (wanted <= 1 || (threads === null && jobs.length < WORTH_THREADS)) {
		const results: FileResult[] = [];
		for (const job of jobs) results.push(await runJob(job));
		return results;
	}
	const { Tinypool } = await import("tinypool");
	const pool = new Tinypool({ filename: join(__dirname, "cli.cjs"), minThreads: wanted, maxThreads: wanted, name: "runJob" });
	try {
		return await Promise.all(jobs.map((job) => pool.run(job) as Promise<FileResult>));
	} finally {
		await pool.destroy();
	}
}
