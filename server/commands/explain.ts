/** `gradsight explain CODE` and `gradsight rules`. */
import { pageOf, rulePages } from "../rules.ts";
import { suggestion } from "../suggest.ts";
import { UsageError } from "../usage.ts";
import { write } from "../output.ts";

export function explain(code: string): number {
	const page = pageOf(code);
	if (page === null)
		throw new UsageError(
			`there is no rule \`${code}\`${suggestion(
				code,
				rulePages().map((one) => one.code),
			)} (\`gradsight rules\` lists them)`,
		);
	write(1, page);
	return 0;
}

export function listRules(json: boolean): number {
	const pages = rulePages();
	if (json)
		write(
			1,
			`${JSON.stringify(
				pages.map(({ code, severity, summary }) => ({ code, severity, summary })),
				null,
				2,
			)}\n`,
		);
	else {
		const width = Math.max(...pages.map((page) => page.code.length));
		write(1, pages.map((page) => `${page.code.padEnd(width)}  ${page.severity.padEnd(11)}  ${page.summary}\n`).join(""));
	}
	return 0;
}
