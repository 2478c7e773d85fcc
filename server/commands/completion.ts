/** `gradsight completion SHELL`: prints the script that completes command lines. */
import { completionScript } from "../completion.ts";
import { FORMATS } from "../formats/index.ts";
import { OPTIONS } from "../options.ts";
import { write } from "../output.ts";
import { rulePages } from "../rules.ts";
import { suggestion } from "../suggest.ts";
import { UsageError } from "../usage.ts";

export function printCompletion(shell: string): number {
	const script = completionScript(shell, {
		formats: Object.keys(FORMATS),
		codes: rulePages().map(({ code }) => code),
		settings: OPTIONS.map(({ key }) => key),
	});
	if (script === null)
		throw new UsageError(`there is no completion for \`${shell}\`${suggestion(shell, ["bash", "zsh", "fish"])} (bash, zsh, fish)`);
	write(1, script);
	return 0;
}
