/** The rules as the command line and the formats need them: the engine's, and the one about suppression comments. */
import { rules } from "../engine/index.ts";
import { UNUSED_SUPPRESSION } from "../engine/report/suppress.ts";
import type { RulePage } from "./outcome.ts";

const SUPPRESSIONS: RulePage = {
	code: UNUSED_SUPPRESSION,
	severity: "information",
	summary: "a suppression comment that silences nothing",
	why: `A finding is silenced with a comment behind its line, or alone on the line above it:

\`\`\`python
y += 1  # gradsight: ignore[inplace-saved] the old value is not needed
\`\`\`

\`# gradsight: ignore-file[inplace-saved]\` speaks for a whole file. Once the code is mended the comment does nothing any more and
would hide the next mistake on that line, so it is reported, with a fix that removes it. A code that is no rule's is reported too.
`,
};

const PAGES: readonly RulePage[] = [...rules, SUPPRESSIONS];

export function rulePages(): readonly RulePage[] {
	return PAGES;
}

/** A rule's page as Markdown; null when there is no such rule. */
export function pageOf(code: string): string | null {
	const page = PAGES.find((one) => one.code === code);
	return page ? `# ${page.code} (${page.severity})\n\n${page.summary}\n\n${page.why.trim()}\n` : null;
}
