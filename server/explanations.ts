/** A pasted error, the program it came from, and the findings that explain it: for the command and for coding assistants. */
import { CHECK_BUDGET, type Diagnosis, diagnose } from "../engine/index.ts";
import { asUnit } from "./checker.ts";
import { diskSources, readPython } from "./disk.ts";
import { Workspace } from "./imports.ts";
import { loadSource } from "./load.ts";
import { type LocatedFinding, Locator } from "./located.ts";
import { parserReady } from "./parser.ts";
import { folderOf } from "./paths.ts";

export interface Explained {
	error: Diagnosis["error"];
	/** Rules about errors of this kind. */
	codes: string[];
	/** Best first. */
	explanations: ({ fit: Diagnosis["explanations"][number]["fit"] } & LocatedFinding)[];
}

/** `text` stands for the file where it is given. */
export async function explainError(path: string, text: string | null, error: string): Promise<Explained | { problem: string }> {
	await parserReady();
	const outcome = text === null ? readPython(path) : { text };
	const unit = "problem" in outcome ? outcome : asUnit(path, outcome.text);
	if ("problem" in unit) return { problem: `${path}: ${unit.problem}` };
	const workspace = new Workspace(diskSources());
	const locator = new Locator(path, unit.cells, (of) => (of === path ? unit.text : (workspace.source(of)?.text ?? null)));
	const diagnosis = diagnose(
		workspace.program(loadSource(path, unit.text), [folderOf(path)]),
		{ profile: "2.13", budget: CHECK_BUDGET },
		error,
	);
	return {
		error: diagnosis.error,
		codes: diagnosis.codes,
		explanations: diagnosis.explanations.map(({ finding, fit }) => ({ fit, ...locator.finding(finding) })),
	};
}

/** Why there is nothing to show. */
export const noExplanation = ({ codes }: Explained, path: string, pages: string): string =>
	codes.length === 0
		? "This error is not one that Gradsight explains."
		: `Nothing in ${path} explains it for certain. Errors of this kind: ${codes.join(", ")} (${pages}).`;
