/** `gradsight config`: what a configuration file may say, as text or as a JSON schema. */
import { DEFAULTS, OPTIONS, type Option, settingsSchema } from "../options.ts";
import { write } from "../output.ts";
import { rulePages } from "../rules.ts";
import { suggestion } from "../suggest.ts";
import { UsageError } from "../usage.ts";

export function showConfig(key: string | undefined, schema: boolean): number {
	if (schema) {
		write(1, `${JSON.stringify(settingsSchema(rulePages().map(({ code }) => code)), null, 2)}\n`);
		return 0;
	}
	const shown = key === undefined ? OPTIONS : OPTIONS.filter((option) => option.key === key);
	if (shown.length === 0)
		throw new UsageError(
			`there is no setting \`${key}\`${suggestion(
				key!,
				OPTIONS.map((option) => option.key),
			)}`,
		);
	if (key === undefined)
		write(
			1,
			"# What gradsight.toml may say; in pyproject.toml it stands under [tool.gradsight].\n# A file that lies nearer to the code wins over one further up. All of it is optional.\n\n",
		);
	write(1, shown.map(page).join("\n"));
	return 0;
}

/** Itself TOML, so that it can be piped into a file. */
function page({ setting, what, example }: Option): string {
	const standard = DEFAULTS[setting];
	const known =
		standard === null || (typeof standard === "object" && Object.keys(standard).length === 0)
			? ""
			: ` Default: ${JSON.stringify(standard)}.`;
	return `# ${what}${known}\n${example}\n`;
}
