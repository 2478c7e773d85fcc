/** What a rule is: facts of a finished run in, findings out. A rule never runs anything. */
import type { Fix, PythonWarning, Severity, Step } from "../report/report.ts";
import type { Ending } from "../interp/record.ts";
import type { Root } from "../interp/roots.ts";
import type { PathRecord } from "../record/record.ts";
import type { Source } from "../program.ts";
import type { Site } from "../values/value.ts";

/** One explored path of one root, finished. */
export interface PathRun {
	root: Root;
	path: number;
	/** Conditions this path had to guess. */
	decisions: number;
	/** The file under check. */
	source: Source;
	record: PathRecord;
	ending: Ending;
	/** What PyTorch and the program warned about. */
	warnings: readonly PythonWarning[];
}

/** Everything the rules may look at. */
export interface Run {
	/** The file under check. */
	source: Source;
	paths: PathRun[];
}

/** What a rule says about one path; `check.ts` joins equal ones over all paths. */
export interface Draft {
	/** The guilty place. */
	site: Site;
	/** A part of the site's node that is marked instead of the whole (a name, an operator). */
	span?: { start: number; end: number };
	message: string;
	/** Only when it differs from the rule's. */
	severity?: Severity;
	/** PyTorch's exception, when it raises: class, text and where. */
	predicts?: { type: string; message: string; site: Site };
	/** The story, in order. */
	steps?: { site: Site; message: string }[];
	/** Ways out, best first; each is re-run before it is offered. */
	fixes?: (Omit<Fix, "edits"> & { edits: Fix["edits"] })[];
	/** False when the finding rests on something not known: it is then at most a `may`. */
	certain?: boolean;
}

export interface Rule {
	code: string;
	severity: Severity;
	/** One line, reads well after "finds". */
	summary: string;
	/** The rule's page, Markdown: what happens, why, what to do. */
	why: string;
	/** Without `run` a rule may look at the path and at code the path executed, and nothing else: what it said is then kept as long as that code stays. */
	find(path: PathRun, run: Run): Iterable<Draft>;
}
export const rule = (r: Rule): Rule => r;

/** What a finished path tells, worked out when somebody first asks: neither the path nor the code it ran changes any more. */
export function oncePerPath<T>(work: (path: PathRun) => T): (path: PathRun) => T {
	const known = new WeakMap<PathRun, { result: T }>();
	return (path) => {
		let kept = known.get(path);
		if (kept === undefined) known.set(path, (kept = { result: work(path) }));
		return kept.result;
	};
}

export interface RuleInfo {
	code: string;
	severity: Severity;
	summary: string;
	why: string;
}
export type { Fix, Step };
