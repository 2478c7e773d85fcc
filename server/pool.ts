/** Runs jobs: from the cache where it knows the answer, otherwise here, or over worker threads when there are enough to pay for starting them. */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ResultCache } from "./cache.ts";
import { failed } from "./checker.ts";
import { diskSources, isFile } from "./disk.ts";
import { circumstances, type Job, runJob } from "./job.ts";
import type { FileResult } from "./outcome.ts";
import { startParser } from "./parser.ts";
import { startProgress } from "./progress.ts";

/** Below this many files one thread is done before a second one has started. */
const WORTH_THREADS = 24;

/** `threads` null: as many as the machine has. Results come in the order of the jobs. */
export async function runJobs(jobs: readonly Job[], threads: number | null): Promise<FileResult[]> {
	const progress = startProgress(jobs.length);
	const results = fromCache(jobs);
	const missing = jobs.flatMap((job, index) => (results[index] ? [] : [{ job, index }]));
	let done = jobs.length - missing.length;
	const keep = (index: number, result: FileResult) => {
		results[index] = result;
		progress.step(++done, result.path);
	};
	const wanted = Math.min(threads ?? availableParallelism(), missing.length);
	if (wanted <= 1 || (threads === null && missing.length < WORTH_THREADS)) {
		for (const { job, index } of missing) {
			keep(index, await runJob(job));
			// What is held weakly is let go between turns of the event loop only.
			if (missing.length > 1) await nextTurn();
		}
	} else await overThreads(missing, wanted, keep);
	progress.end();
	return results as FileResult[];
}

/** What earlier runs know. The parser is started as soon as something is missing. */
function fromCache(jobs: readonly Job[]): (FileResult | null)[] {
	const caches = new Map<string, ResultCache>();
	const looks = { ...diskSources(), isFile };
	const results = jobs.map((job) => {
		let result: FileResult | null = null;
		if (job.cache !== null && job.text === null) {
			let cache = caches.get(job.cache);
			if (!cache) caches.set(job.cache, (cache = new ResultCache(job.cache, looks)));
			result = cache.get(circumstances(job));
		}
		if (result === null) startParser();
		return result;
	});
	for (const cache of caches.values()) cache.tidy();
	return results;
}

async function overThreads(
	missing: readonly { job: Job; index: number }[],
	threads: number,
	keep: (index: number, result: FileResult) => void,
): Promise<void> {
	const { Tinypool } = await import("tinypool");
	const pool = new Tinypool({ filename: join(__dirname, "cli.cjs"), minThreads: threads, maxThreads: threads, name: "runJob" });
	const run = async ({ job, index }: { job: Job; index: number }) => {
		try {
			keep(index, (await pool.run(job)) as FileResult);
		} catch (error) {
			// A thread that died takes its file along, not the whole check.
			keep(index, failed(job.path, `internal error: ${(error as Error)?.message ?? error}`));
		}
	};
	try {
		await Promise.all(missing.map(run));
	} finally {
		await pool.destroy();
	}
}
