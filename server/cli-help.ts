/** What `--help` adds to the list of options. */

interface Section {
	title?: string;
	body: string;
}

const EXAMPLES = `  $ gradsight check                       the current folder
  $ gradsight check train.py --fix        apply safe fixes
  $ gradsight check src --output-format sarif > gradsight.sarif
  $ gradsight run train.py                what PyTorch would print, without PyTorch
  $ gradsight graph train.py > graph.svg  the autograd graph of the last backward
  $ gradsight explain <code>              why a rule exists, with an example`;

const STATUS = "  0  nothing found      1  findings      2  a mistake on the command line, or a file that cannot be read or parsed";

/** Adds examples and exit statuses to the top page. */
export function describe(sections: Section[]): Section[] {
	const isTop = sections.some((section) => section.title === "Commands");
	const kept = sections.filter((section) => !section.title?.startsWith("For more info"));
	return isTop ? [...kept, { title: "Examples", body: EXAMPLES }, { title: "Exit status", body: STATUS }] : [...kept, { title: "Exit status", body: STATUS }];
}
