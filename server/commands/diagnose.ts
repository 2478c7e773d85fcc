/** `gradsight diagnose FILE --error "..."`: which statements explain what PyTorch said; a traceback may come on standard input. */
import { readStandardInput } from "../disk.ts";
import { type Explained, explainError, noExplanation } from "../explanations.ts";
import { address } from "../formats/concise.ts";
import { findingText } from "../formats/full.ts";
import type { FormatOptions } from "../outcome.ts";
import { write } from "../output.ts";
import { toSlashes } from "../paths.ts";
import { TextStore } from "../text-store.ts";
import { UsageError } from "../usage.ts";

export interface DiagnoseOptions extends Pick<FormatOptions, "color" | "width"> {
	error: string | null;
	json: boolean;
}

/** Exit status 1: nothing in the file explains the error. */
export async function diagnoseFile(file: string, options: DiagnoseOptions): Promise<number> {
	const error = options.error ?? pasted();
	if (error.trim() === "") throw new UsageError("there is no error to explain: give --error TEXT, or a traceback on standard input");
	const path = toSlashes(file);
	const explained = await explainError(path, null, error);
	if ("problem" in explained) {
		write(2, `gradsight: ${explained.problem}\n`);
		return 2;
	}
	write(1, options.json ? `${JSON.stringify(explained, null, 2)}\n` : fullText(explained, path, options));
	return explained.explanations.length > 0 ? 0 : 1;
}

function pasted(): string {
	if (process.stdin.isTTY) throw new UsageError("give --error TEXT, or a traceback on standard input");
	const given = readStandardInput();
	if ("problem" in given) throw new UsageError(`standard input: ${given.problem}`);
	return given.text;
}

const FITS = {
	exact: "predicts exactly this error",
	likely: "agrees with all that the message says",
	possible: "raises an error of this kind",
};

function fullText(explained: Explained, path: string, { color, width }: DiagnoseOptions): string {
	const { explanations } = explained;
	if (explanations.length === 0) return `${noExplanation(explained, path, "`gradsight explain CODE` prints their pages")}\n`;
	const texts = new TextStore(new Map());
	return explanations
		.map(
			({ fit, ...finding }, index) =>
				`${explanations.length === 1 ? "" : `${index + 1}. `}${address(finding)} ${FITS[fit]}:\n${findingText(finding, (of, cell) => texts.lines(of, cell), { color, width })}\n`,
		)
		.join("\n");
}
