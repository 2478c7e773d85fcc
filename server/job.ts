/** One path to check, as plain data, so that it can run here or in a worker thread. */
import { parserReady } from "./parser.ts";
import { asUnit, checkUnit, failed, isStrangelyEmpty } from "./checker.ts";
import { ResultCache } from "./cache.ts";
import { diskSources, isFile, readPython } from "./disk.ts";
import { Workspace } from "./imports.ts";
import type { FileResult } from "./outcome.ts";
import type { Settings } from "./settings.ts";
import { digest, Witness } from "./witness.ts";

export interface Job {
	path: string;
	/** Text that stands for the file (standard input, or after fixes); null: read the disk. */
	text: string | null;
	settings: Settings;
	project: string | null;
	/** Named by the user rather than found in a folder. */
	explicit: boolean;
	/** The folder that keeps results for later runs; null: none. */
	cache: string | null;
}

/** A check of one file never takes longer; what was not reached is a limit. */
const SECONDS_PER_FILE = 60;

/** Imported sources are kept from file to file while they are few enough: memory must not grow with the project. */
const MOST_CHARACTERS = 16_000_000;

/** Texts that stand for files, where fixes changed them. */
let changedTexts: (path: string) => string | null = () => null;
let witness = fresh();
let workspace = new Workspace(witness);
/** Digests of imported files, which many checks ask for; by path and text. */
let digests = new Map<string, { text: string; digest: string }>();

function fresh(): Witness {
	const disk = diskSources();
	return new Witness({ ...disk, isFile, read: (path) => changedTexts(path) ?? disk.read(path) });
}
/** Forgets what was read from disk, before looking again; `changed` has texts that stand for files, also of imported ones. */
export function forgetSources(changed: (path: string) => string | null = () => null): void {
	changedTexts = changed;
	witness = fresh();
	workspace = new Workspace(witness);
	digests = new Map();
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
	if ("problem" in unit)
		return job.explicit ? failed(path, unit.problem) : { path, findings: [], limits: [], coverage: null, problems: [] };
	await parserReady();
	const end = performance.now() + SECONDS_PER_FILE * 1000;
	let late = false;
	const cancelled = () => (late ||= performance.now() > end);
	if (workspace.size > MOST_CHARACTERS) forgetSources(changedTexts);
	witness.begin();
	const result = checkUnit(unit, {
		workspace,
		settings: job.settings,
		project: job.project,
		isFile: (of) => witness.isFile(of),
		cancelled,
	});
	if (job.explicit && isStrangelyEmpty(path, text)) result.problems.push(`${path}: the file is empty, there is nothing to check`);
	// What a slow machine or a crash of ours left out may be found another time.
	if (job.cache !== null && job.text === null && !late && !result.crashed)
		new ResultCache(job.cache, witness).put(circumstances(job), text, witness.seen(digestOf), result);
	return result;
}

/** The part of a job that a cached result depends on. */
export function circumstances({ path, settings, project, explicit }: Job) {
	return { path, settings, project, explicit };
}

function digestOf(path: string, text: string): string {
	let known = digests.get(path);
	if (known?.text !== text) digests.set(path, (known = { text, digest: digest(text) }));
	return known!.digest;
}
