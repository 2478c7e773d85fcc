/** The MCP tools, made of what the commands are made of. */
import { packageFolders } from "../packages.ts";
import { ruleUrl } from "../bundle.ts";
import { type CheckOptions, checkPaths } from "../commands/check.ts";
import { picture } from "../commands/graph.ts";
import type { RunOptions, RunReport } from "../commands/run.ts";
import { explainError, noExplanation } from "../explanations.ts";
import { formatFull } from "../formats/full.ts";
import { publicReport } from "../formats/json.ts";
import { toSlashes } from "../paths.ts";
import { pageOf, rulePages } from "../rules.ts";
import { suggestion } from "../suggest.ts";
import { UsageError } from "../usage.ts";
import type { Answer, Program, Tools } from "./tools.ts";

/** The name of a text that has none. */
const UNNAMED = "code.py";

/** `runFile` runs a program on a stack as deep as Python's. */
export function agentTools(runFile: (path: string, text: string | null, options: RunOptions) => Promise<RunReport>): Tools {
	return {
		async check({ paths, code, select, ignore }) {
			const options: CheckOptions = { ...CHECK, select: select ?? [], ignore: ignore ?? [] };
			const { outcome, problems } = await checkPaths(
				code === undefined ? (paths ?? ["."]) : [],
				options,
				code === undefined ? null : { path: UNNAMED, text: code },
			);
			const text = formatFull(outcome, { color: false, width: null, cwd: toSlashes(process.cwd()), unsafeFixes: false });
			return { text: [...problems.map((problem) => `${problem}\n`), text].join(""), data: { ...publicReport(outcome), problems } };
		},
		async run({ path, code, arguments: argv, max_seconds }) {
			const { name, text } = which({ path, code });
			const report = await runFile(name, text, {
				json: true,
				maxSeconds: max_seconds ?? 10,
				argv: argv ?? [],
				packages: packageFolders([], process.env),
			});
			return { text: describeRun(report), data: { ...report } };
		},
		async explain({ code }) {
			const pages = rulePages();
			if (code === undefined) return { text: pages.map((page) => `${page.code} (${page.severity}): ${page.summary}`).join("\n") };
			const page = pageOf(code);
			if (page === null)
				return failure(
					`there is no rule \`${code}\`${suggestion(
						code,
						pages.map((one) => one.code),
					)}`,
				);
			return { text: `${page}\n${ruleUrl(code)}` };
		},
		diagnose: async ({ error, ...program }) => diagnose(program, error),
		async graph({ name, format, ...program }) {
			const { name: path, text } = which(program);
			const drawn = await picture(path, text, name ?? null, format ?? "mermaid");
			if (drawn.picture === null) return failure(`${path}: ${drawn.note}`);
			return {
				text: `${drawn.note === null ? "" : `(${drawn.note})\n`}${drawn.picture}`,
				...(format === "json" ? { data: JSON.parse(drawn.picture) as Record<string, unknown> } : {}),
			};
		},
	};
}

const CHECK: CheckOptions = {
	outputFormat: "full",
	select: [],
	ignore: [],
	fix: false,
	unsafeFixes: false,
	diff: false,
	exitZero: false,
	failOn: null,
	statistics: false,
	baseline: null,
	updateBaseline: false,
	watch: false,
	jobs: null,
	cache: true,
	cacheDir: null,
	forceExclude: false,
	stdinFilename: null,
	shard: null,
	config: null,
	isolated: false,
	color: false,
	width: null,
};

function which({ path, code }: Program): { name: string; text: string | null } {
	if (path === undefined && code === undefined) throw new UsageError("give `path` or `code`");
	return { name: toSlashes(path ?? UNNAMED), text: code ?? null };
}

function failure(text: string): Answer {
	return { text, failed: true };
}

function describeRun({ outcome, stdout, warnings, error, limits }: RunReport): string {
	const out = [
		...stdout,
		...warnings.map((warning) => `[warning] ${warning.path}:${warning.line}: ${warning.category}: ${warning.message}`),
	];
	if (error) out.push(`[raises] ${error.path}:${error.line}: ${error.type}: ${error.message}`);
	if (outcome === "unknown")
		out.push(
			"[the run was given up before its end]",
			...limits.slice(-3).map((limit) => `[limit] ${limit.path}:${limit.line}: ${limit.kind}: ${limit.what}`),
		);
	return out.length === 0 ? "[the program ends without printing anything]" : out.join("\n");
}

async function diagnose(program: Program, error: string): Promise<Answer> {
	const { name: path, text } = which(program);
	const explained = await explainError(path, text, error);
	if ("problem" in explained) return failure(explained.problem);
	const { codes, explanations } = explained;
	const lines = explanations.map(
		({ fit, path: where, line, code, message, related }) =>
			`${fit}: ${where}:${line}: ${code}: ${message}${related.map((step, index) => `\n  ${index + 1}. ${step.path}:${step.line}: ${step.message}`).join("")}`,
	);
	if (lines.length === 0) lines.push(noExplanation(explained, path, "`explain` has their pages"));
	return { text: lines.join("\n"), data: { codes, explanations } };
}
