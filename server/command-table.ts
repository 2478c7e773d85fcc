/** Every command and option of `gradsight`, as data: the parser, `--help` and shell completion are made from it. */

/** What stands behind a command or option, for completion and for the reader. */
export type Wants =
	| "paths"
	| "file"
	| "folder"
	| "codes"
	| "code"
	| "format"
	| "picture"
	| "severity"
	| "shell"
	| "setting"
	| "text"
	| "number"
	| "shard";

export interface OptionSpec {
	/** `--name`, or `--no-name` for what is on otherwise. */
	name: string;
	/** What follows it; nothing for a switch. */
	value?: Wants;
	/** How the value is called in the help text. */
	word?: string;
	what: string;
}

export interface CommandSpec {
	name: string;
	/** Arguments as the help shows them: `<one>`, `[...many]`. */
	args: string;
	wants?: Wants;
	what: string;
	/** Options under headings. */
	options: Record<string, OptionSpec[]>;
	/** Command lines worth copying, and what they do. */
	examples?: [line: string, what: string][];
}

const AS_JSON: OptionSpec = { name: "--json", what: "As JSON" };

export const COMMANDS: readonly CommandSpec[] = [
	{
		name: "check",
		args: "[...paths]",
		wants: "paths",
		what: "Find gradient bugs in files, folders and notebooks (default: the current folder)",
		options: {
			"What is checked": [
				{ name: "--stdin-filename", value: "file", what: "The name of the source that `-` reads from standard input" },
				{
					name: "--shard",
					value: "shard",
					word: "i/n",
					what: "Only every n-th file, starting with the i-th; `gradsight merge` joins the reports",
				},
				{ name: "--force-exclude", what: "Leave out what the configuration excludes even when it is named, as hooks do" },
				{ name: "--config", value: "file", what: "Use this configuration instead of the nearest one" },
				{ name: "--isolated", what: "Use no configuration file" },
			],
			"What is reported": [
				{ name: "--select", value: "codes", what: "Only these rules: codes or globs, separated by commas" },
				{ name: "--ignore", value: "codes", what: "Not these rules" },
				{ name: "--baseline", value: "file", what: "Only what is not in this file" },
				{ name: "--update-baseline", what: "Write the present findings to the baseline file" },
				{ name: "--output-format", value: "format", what: "{formats} (default: full; or GRADSIGHT_OUTPUT_FORMAT)" },
				{ name: "--statistics", what: "Count findings per rule, and what was understood per file" },
				{ name: "--fail-on", value: "severity", what: "error or warning: from here on the exit status is 1 (default: warning)" },
				{ name: "--exit-zero", what: "Exit with status 0 even when there are findings" },
			],
			Fixes: [
				{ name: "--fix", what: "Apply safe fixes" },
				{ name: "--diff", what: "Show what --fix would change, change nothing" },
				{ name: "--unsafe-fixes", what: "With --fix or --diff: fixes that need a look, too" },
			],
			"How it runs": [
				{ name: "--watch", what: "Check again whenever a file changes" },
				{ name: "--jobs", value: "number", word: "n", what: "Worker threads (default: one per processor when there are many files)" },
				{ name: "--no-cache", what: "Do not use results of earlier runs, and keep none" },
				{ name: "--cache-dir", value: "folder", what: "Keep results for later runs here (default: .gradsight-cache in the project)" },
			],
		},
		examples: [
			["gradsight check", "the current folder"],
			["gradsight check train.py --fix", "apply safe fixes"],
			["gradsight check src --output-format sarif > gradsight.sarif", ""],
			["gradsight check --baseline known.json --update-baseline", "from now on report only what is new"],
			["gradsight check --shard 2/4 --output-format json > 2.json", "a quarter of a large repository"],
			["cat a.py | gradsight check --stdin-filename a.py -", ""],
		],
	},
	{
		name: "run",
		args: "[...files]",
		wants: "paths",
		what: "Run scripts symbolically and print what PyTorch would print; arguments of the script stand behind --",
		options: {
			Options: [
				{ ...AS_JSON, what: "One JSON line per file" },
				{ name: "--max-seconds", value: "number", word: "n", what: "Give up on a file after this long (default: 10)" },
				{
					name: "--site-packages",
					value: "folder",
					what: "Where imported packages are installed (default: PYTHONPATH and the active environment)",
				},
			],
		},
		examples: [
			["gradsight run train.py", ""],
			["gradsight run train.py -- --lr 0.1", "with sys.argv[1:]"],
		],
	},
	{
		name: "graph",
		args: "<file>",
		wants: "paths",
		what: "Draw the autograd graph of a script's last backward, or of FILE.py:qualified.name",
		options: { Options: [{ name: "--format", value: "picture", what: "svg, dot, mermaid or json (default: svg)" }] },
		examples: [
			["gradsight graph train.py > graph.svg", "the script's last backward"],
			["gradsight graph model.py:Net --format mermaid", "a model on symbolic inputs"],
		],
	},
	{
		name: "diagnose",
		args: "<file>",
		wants: "paths",
		what: "Name the statements that explain an error of PyTorch: its message, or a whole traceback on standard input",
		options: { Options: [{ name: "--error", value: "text", what: "The message (default: read from standard input)" }, AS_JSON] },
		examples: [
			["python train.py 2>&1 | gradsight diagnose train.py", ""],
			['gradsight diagnose train.py --error "Trying to backward through the graph a second time"', ""],
		],
	},
	{
		name: "explain",
		args: "<code>",
		wants: "code",
		what: "Print a rule's page",
		options: {},
		examples: [["gradsight explain inplace-saved", ""]],
	},
	{ name: "rules", args: "", what: "List the rules", options: { Options: [AS_JSON] } },
	{
		name: "config",
		args: "[setting]",
		wants: "setting",
		what: "What gradsight.toml and [tool.gradsight] may say",
		options: { Options: [{ name: "--schema", what: "As a JSON schema, for editors" }] },
		examples: [
			["gradsight config severity", "one setting"],
			["gradsight config --schema > gradsight.schema.json", ""],
		],
	},
	{
		name: "merge",
		args: "[...reports]",
		wants: "paths",
		what: "Join JSON reports of shards into one report, in any format",
		options: {
			Options: [
				{ name: "--output-format", value: "format", what: "{formats} (default: full)" },
				{ name: "--fail-on", value: "severity", what: "error or warning: from here on the exit status is 1 (default: warning)" },
				{ name: "--exit-zero", what: "Exit with status 0 even when there are findings" },
			],
		},
		examples: [["gradsight merge 1.json 2.json --output-format sarif > all.sarif", ""]],
	},
	{ name: "ops", args: "", what: "List the PyTorch operators that are known", options: { Options: [AS_JSON] } },
	{
		name: "server",
		args: "",
		what: "Start the language server",
		options: { Options: [{ name: "--stdio", what: "Talk over standard input and output (the default)" }] },
	},
	{
		name: "mcp",
		args: "",
		what: "Start a Model Context Protocol server for coding assistants: check, run, diagnose, graph, explain",
		options: {},
	},
	{
		name: "completion",
		args: "<shell>",
		wants: "shell",
		what: "Print a script that completes command lines of bash, zsh or fish",
		options: {},
		examples: [
			['eval "$(gradsight completion bash)"', "in ~/.bashrc; the same for zsh"],
			["gradsight completion fish > ~/.config/fish/completions/gradsight.fish", ""],
		],
	},
];

/** The words there are for a kind of value; null when it is free. */
export interface Words {
	formats: readonly string[];
	codes: readonly string[];
	settings: readonly string[];
}

const SHELLS = ["bash", "zsh", "fish"];
export const PICTURES = ["svg", "dot", "mermaid", "json"];

export function wordsFor(wants: Wants | undefined, words: Words): readonly string[] | null {
	switch (wants) {
		case "codes":
		case "code":
			return words.codes;
		case "format":
			return words.formats;
		case "picture":
			return PICTURES;
		case "severity":
			return ["error", "warning"];
		case "shell":
			return SHELLS;
		case "setting":
			return words.settings;
		default:
			return null;
	}
}
