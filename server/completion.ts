/** Completion scripts for bash, zsh and fish, made from the table of commands. */
import { COMMANDS, type CommandSpec, type OptionSpec, type Wants, type Words, wordsFor } from "./command-table.ts";

export function completionScript(shell: string, words: Words): string | null {
	return (
		new Map([
			["bash", bash],
			["zsh", zsh],
			["fish", fish],
		]).get(shell)?.(words) ?? null
	);
}

const optionsOf = (command: CommandSpec): OptionSpec[] => [...Object.values(command.options).flat(), { name: "--help", what: "Show help" }];

/** How bash completes a value. */
function bashReply(wants: Wants | undefined, words: Words): string {
	const known = wordsFor(wants, words);
	if (known) return `COMPREPLY=($(compgen -W "${known.join(" ")}" -- "$cur"))`;
	if (wants === "folder") return 'COMPREPLY=($(compgen -d -- "$cur"))';
	return wants === "paths" || wants === "file" ? 'COMPREPLY=($(compgen -f -- "$cur"))' : "COMPREPLY=()";
}

function bash(words: Words): string {
	const commands = COMMANDS.map((command) => {
		const values = optionsOf(command)
			.filter((option) => option.value !== undefined)
			.map((option) => `\t\t\t${option.name}) ${bashReply(option.value, words)}; return ;;`);
		const arms = values.length > 0 ? `\t\tcase "$prev" in\n${values.join("\n")}\n\t\tesac\n` : "";
		return `\t${command.name})\n${arms}\t\tif [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "${optionsOf(command)
			.map(({ name }) => name)
			.join(" ")}" -- "$cur"))\n\t\telse ${bashReply(command.wants, words)}; fi ;;`;
	});
	return `# gradsight completion for bash. In ~/.bashrc: eval "$(gradsight completion bash)"
_gradsight() {
	local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
	COMPREPLY=()
	if [[ $COMP_CWORD == 1 ]]; then
		COMPREPLY=($(compgen -W "${COMMANDS.map(({ name }) => name).join(" ")} --help --version" -- "$cur"))
		return
	fi
	case "\${COMP_WORDS[1]}" in
${commands.join("\n")}
	esac
}
complete -o filenames -o bashdefault -F _gradsight gradsight
`;
}

function zshValue(wants: Wants | undefined, words: Words): string {
	const known = wordsFor(wants, words);
	if (known) return wants === "codes" ? `_values -s , code ${known.join(" ")}` : `(${known.join(" ")})`;
	return wants === "folder" ? "_files -/" : wants === "paths" || wants === "file" ? "_files" : " ";
}

/** Within single quotes and square brackets of `_arguments`. */
const zshText = (text: string) => text.replaceAll("'", "'\\''").replace(/[[\]:]/g, "\\$&");

function zsh(words: Words): string {
	const commands = COMMANDS.map((command) => {
		const options = optionsOf(command).map(
			({ name, value, what }) =>
				`'${name}[${zshText(what.replace("{formats}", "How to write the report"))}]${value === undefined ? "" : `:${value}:${zshValue(value, words)}`}'`,
		);
		const rest = command.wants === undefined ? [] : [`'*:${command.wants}:${zshValue(command.wants, words)}'`];
		return `\t\t${command.name}) _arguments ${[...options, ...rest].join(" \\\n\t\t\t")} ;;`;
	});
	return `#compdef gradsight
# gradsight completion for zsh. In ~/.zshrc, behind compinit: eval "$(gradsight completion zsh)"
_gradsight() {
	local -a commands=(
${COMMANDS.map(({ name, what }) => `\t\t'${name}:${zshText(what)}'`).join("\n")}
	)
	if (( CURRENT == 2 )); then
		_describe command commands
		return
	fi
	local command=$words[2]
	shift words
	(( CURRENT-- ))
	case $command in
${commands.join("\n")}
	esac
}
if [[ $funcstack[1] == _gradsight ]]; then _gradsight "$@"; else compdef _gradsight gradsight; fi
`;
}

const fishText = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;

function fishValue(wants: Wants | undefined, words: Words): string {
	const known = wordsFor(wants, words);
	if (known) return ` -x -a ${fishText(known.join(" "))}`;
	return wants === "paths" || wants === "file" || wants === "folder" ? " -r -F" : " -x";
}

function fish(words: Words): string {
	const lines = [
		"# gradsight completion for fish: gradsight completion fish > ~/.config/fish/completions/gradsight.fish",
		"complete -c gradsight -f",
	];
	for (const { name, what } of COMMANDS) lines.push(`complete -c gradsight -n __fish_use_subcommand -a ${name} -d ${fishText(what)}`);
	for (const command of COMMANDS) {
		const here = `complete -c gradsight -n '__fish_seen_subcommand_from ${command.name}'`;
		for (const { name, value, what } of optionsOf(command))
			lines.push(
				`${here} -l ${name.slice(2)}${value === undefined ? "" : fishValue(value, words)} -d ${fishText(what.replace("{formats}", "How to write the report"))}`,
			);
		const known = wordsFor(command.wants, words);
		if (known) lines.push(`${here} -a ${fishText(known.join(" "))}`);
		else if (command.wants !== undefined) lines.push(`${here} -F`);
	}
	return `${lines.join("\n")}\n`;
}
