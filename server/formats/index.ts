/** Every output format by the name it has on the command line. */
import type { Format } from "../outcome.ts";
import { formatConcise } from "./concise.ts";
import { formatFull } from "./full.ts";
import { formatGithub } from "./github.ts";
import { formatGitlab } from "./gitlab.ts";
import { formatJson, formatJsonLines } from "./json.ts";
import { formatJunit } from "./junit.ts";
import { formatSarif } from "./sarif.ts";

export const FORMATS: Record<string, Format> = {
	full: formatFull,
	concise: formatConcise,
	json: formatJson,
	jsonl: formatJsonLines,
	sarif: formatSarif,
	github: formatGithub,
	gitlab: formatGitlab,
	junit: formatJunit,
};
