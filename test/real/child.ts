/** Checks files one at a time for `run.ts`, in a process of its own so that a hang or a crash is only that file's. */
import { failed } from "../../server/checker.ts";
import { type Job, runJob } from "../../server/job.ts";

process.on("message", async (job: Job) => {
	const began = process.cpuUsage();
	const result = await runJob(job).catch((error: Error) => failed(job.path, `internal error: ${error.stack}`));
	const { user, system } = process.cpuUsage(began);
	process.send!({ result, seconds: (user + system) / 1e6, rss: process.resourceUsage().maxRSS / 1024 });
});
