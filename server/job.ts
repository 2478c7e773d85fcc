/** One path to check, as plain data, so that it can run here or in a worker thread. */
import { parserReady } from "./parser.ts";
import { asUnit, checkUnit, failed, isStrangelyEmpty } from "./checker.ts";
import { diskSources, isFile, readPython } from "./disk.ts";
import { Workspace } from "./imports.ts";
import type { FileResult } from "./outcome.ts";
import type { Settings } from "./settings.ts";

export interface Job {
	path: string;
	/** Text that stands for the file (standard input, or after fixes); null: read the disk. */
	text: string | null;
	settings: Settings;
	project: string | null;
	/** Named by the user rather than found in a folder. */
	explicit: boolean;
}

/** A check of one file never takes longer; what was not reached is a limit. */
const SECONDS_PER_FILE = 60;

let sources = diskSources();
let workspace = new Workspace(sources);

/** Forgets what was read from disk, before looking again. */
export function forgetSources(): void {
	sources = diskSources();
	workspace = new Workspace(sources);
}

export async function runJob(job: Job): Promise<FileResult> {
	const { path } = job;
	let text = job.text;
	if (text === null) {
		const outcome = readPython(path);
		if ("problem" in outcome) return failed(path, outcome.problem);
		text = outcome.text;
	}
	const unit = asUnit(path, text);
	if ("problem" in unit) return job.explicit ? failed(path, unit.problem) : { path, findings: [], limits: [], coverage: null, problems: [] };
	await parserReady();
	const end = performance.now() + SECONDS_PER_FILE * 1000;
	const context = { workspace, settings: job.settings, project: job.project, isFile, cancelled: () => performance.now() > end };
	const result = checkUnit(unit, context);
	if (job.explicit && isStrangelyEmpty(path, text)) result.problems.push(`${path}: the file is empty, there is nothing to check`);
	return result;
}
