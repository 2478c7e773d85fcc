/** The pages of `--help`, from the table of commands. */
import { COMMANDS, type CommandSpec, type OptionSpec } from "./command-table.ts";
import { wrap } from "./formats/frame.ts";

interface Section {
	title?: string;
	body: string;
}

const EXAMPLES: [string, string][] = [
	["gradsight check", "the current folder"],
	["gradsight check train.py --fix", "apply safe fixes"],
	["gradsight run train.py", "what PyTorch would print, without PyTorch"],
	["gradsight graph train.py > graph.svg", "the autograd graph of the last backward"],
	["gradsight explain inplace-saved", "why a rule exists, with an example"],
];

const STATUS: Record<string, string> = {
	check: "0  nothing found\n1  findings\n2  a mistake on the command line, or a file that cannot be read or parsed",
	diagnose:
		"0  something explains the error\n1  nothing in the file does\n2  a mistake on the command line, or a file that cannot be read or parsed",
	run: "0  every file ran to its end\n1  a program raises\n2  a mistake on the command line, or a file that cannot be read",
};

/** Replaces the parser's own page. `command` null: the page of `gradsight` itself. */
export function describe(command: CommandSpec | null, version: string, formats: readonly string[], width: number): Section[] {
	if (command === null) {
		return [
			{ body: `Gradsight ${version}: finds lost gradients and autograd errors in PyTorch code, without PyTorch.` },
			{ title: "Usage", body: "  gradsight <command> [options]" },
			{
				title: "Commands",
				body: table(
					COMMANDS.map(({ name, args, what }) => [`${name} ${args}`.trim(), what]),
					width,
				),
			},
			{ title: "Examples", body: examples(EXAMPLES) },
			{ body: "`gradsight <command> --help` says more. Exit status: 0 nothing found, 1 findings, 2 something is wrong." },
		];
	}
	const groups = Object.entries(command.options).map(([title, options]) => ({
		title,
		body: table(
			options.map((option) => [usage(option), option.what.replace("{formats}", formats.join(", "))]),
			width,
		),
	}));
	const sections: Section[] = [
		{ body: wrap(command.what, width, "") },
		{
			title: "Usage",
			body: `  gradsight ${command.name}${command.args === "" ? "" : ` ${command.args}`}${groups.length > 0 ? " [options]" : ""}`,
		},
		...groups,
	];
	if (command.examples) sections.push({ title: "Examples", body: examples(command.examples) });
	const status = STATUS[command.name === "merge" ? "check" : command.name];
	if (status !== undefined) sections.push({ title: "Exit status", body: status.replace(/^/gm, "  ") });
	return sections;
}

export function usage({ name, value, word }: OptionSpec): string {
	return value === undefined ? name : `${name} <${word ?? value}>`;
}

/** Two columns; the second is wrapped. */
function table(rows: readonly (readonly [string, string])[], width: number): string {
	const left = Math.max(...rows.map(([name]) => name.length)) + 2;
	return rows.map(([name, what]) => `  ${name.padEnd(left)}${wrap(what, width - 2, " ".repeat(left + 2))}`).join("\n");
}

function examples(rows: readonly (readonly [string, string])[]): string {
	const left = Math.max(...rows.filter(([, what]) => what !== "").map(([line]) => line.length), 0) + 2;
	return rows.map(([line, what]) => (what === "" ? `  $ ${line}` : `  $ ${line.padEnd(left)}# ${what}`)).join("\n");
}
