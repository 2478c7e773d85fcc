/** What the MCP server offers to coding assistants: the tools' inputs and answers, without any protocol. */

/** A file on disk, or a text that stands for one. */
export interface Program {
	path?: string | undefined;
	code?: string | undefined;
}

export interface Answer {
	/** What the assistant reads. */
	text: string;
	/** The same for programs. */
	data?: Record<string, unknown>;
	/** The tool could not do what was asked; `text` says why. */
	failed?: boolean;
}

export interface Tools {
	check(input: {
		paths?: string[] | undefined;
		code?: string | undefined;
		select?: string[] | undefined;
		ignore?: string[] | undefined;
	}): Promise<Answer>;
	run(input: Program & { arguments?: string[] | undefined; max_seconds?: number | undefined }): Promise<Answer>;
	explain(input: { code?: string | undefined }): Promise<Answer>;
	diagnose(input: Program & { error: string }): Promise<Answer>;
	graph(input: Program & { name?: string | undefined; format?: string | undefined }): Promise<Answer>;
}
