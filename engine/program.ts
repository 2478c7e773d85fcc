/** What goes into an analysis: sources already lowered, and a way to ask for more of them. No IO happens here. */
import type { Module } from "./syntax/nodes.ts";

/** One Python source. Notebooks arrive as one text (cells joined in order); the front end maps offsets back to cells. */
export interface Source {
	/** As the user should read it. */
	path: string;
	text: string;
	module: Module;
	/** Of a notebook: where its cells stand in the text, in order. */
	cells?: readonly { cell: number; start: number; end: number }[] | null;
	/** Of an installed package, not the user's: findings and errors are placed at what the user wrote. */
	installed?: true;
}

/** The packages of a Python environment, where the user named one. */
export interface Packages {
	find(name: string): Source | null;
	/** Whether the module is there in a form that has no source (a compiled extension). */
	isCompiled(name: string): boolean;
	/** The version of an installed distribution, null when it is not installed. */
	version(distribution: string): string | null;
	/** The names of installed distributions. */
	distributions(): readonly string[];
	/** The names in a folder of the environment; null elsewhere. */
	names(folder: string): readonly string[] | null;
	/** What lies at a path; null outside the environment. */
	kind(path: string): "file" | "folder" | "nothing" | null;
	/** The text of a file of the environment, null when it cannot be told. */
	text(path: string): string | null;
}

export interface Program {
	entry: Source;
	/** The entry's dotted name, where it lies in a package. */
	module?: string;
	/**
	 * Finds an imported module among the workspace's sources: `name` is the dotted name as written (without leading dots),
	 * `level` the number of leading dots, `from` the importing file's path. Null: not in the workspace.
	 */
	find(name: string, level: number, from: string): Source | null;
	/** Null or absent: nothing is known about what is installed. */
	packages?: Packages | null;
}

/** Deterministic bounds; counted in units of work, never in time, so that results repeat. */
export interface Budget {
	/** Interpreter steps (statements and calls) per path. */
	steps: number;
	/** Explored paths per root. */
	paths: number;
	/** Python call depth. */
	depth: number;
	/** Largest tensor whose numbers are kept, in elements. */
	elements: number;
	/** Iterations of a loop whose trip count is unknown. */
	unknownIterations: number;
	/** Multiply-adds per root spent on numbers; beyond it tensors go symbolic. */
	flops: number;
}

export type Profile = "2.13" | "1.13";

export interface Options {
	profile: Profile;
	budget: Budget;
	/** Asked now and then; true stops the analysis (a newer keystroke, `--max-seconds`). */
	cancelled?: () => boolean;
	/** Collect what hover and inlay hints show (an editor wants it, a lint run does not). */
	facts?: boolean;
	/** Command line of the script under `run`: `sys.argv[1:]`. */
	argv?: string[];
}

export const CHECK_BUDGET: Budget = { steps: 400_000, paths: 16, depth: 200, elements: 65_536, unknownIterations: 3, flops: 50_000_000 };
export const RUN_BUDGET: Budget = {
	steps: 200_000_000,
	paths: 1,
	depth: 900,
	elements: 8_388_608,
	unknownIterations: 3,
	flops: 50_000_000_000,
};
