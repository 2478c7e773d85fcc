/** The Model Context Protocol over standard input and output. A bundle of its own (`dist/mcp.cjs`), so that no other command loads it. */
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { z } from "zod";
import type { Answer, Tools } from "./tools.ts";

const INSTRUCTIONS = `Gradsight runs PyTorch code symbolically, without Python or PyTorch, and knows what autograd does with it.
Use \`check\` after writing or changing PyTorch code, \`diagnose\` when PyTorch raised, \`run\` to see what a script would print,
\`graph\` to see what a loss depends on. No Python is executed, and no source is ever changed.`;

const program = {
	path: z.string().optional().describe("A Python file or notebook, absolute or relative to the server's folder"),
	code: z.string().optional().describe("Python source to use instead of the file's text; `path` may then be left out"),
};
/** No source is changed, and the answer depends on the sources alone. */
const annotations = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };

export async function serveMcp(tools: Tools, version: string): Promise<void> {
	const server = new McpServer({ name: "gradsight", title: "Gradsight", version }, { instructions: INSTRUCTIONS });
	server.registerTool(
		"check",
		{
			title: "Find gradient bugs",
			description:
				"Finds lost gradients, in-place hazards, freed graphs and shape errors, with the story of each and a fix that was tried. Give `paths`, or `code`.",
			inputSchema: {
				paths: z.array(z.string()).optional().describe("Files and folders; the server's folder when left out"),
				code: z.string().optional().describe("Python source to check instead"),
				select: z.array(z.string()).optional().describe("Only these rules (codes or globs)"),
				ignore: z.array(z.string()).optional().describe("Not these rules"),
			},
			annotations,
		},
		(input) => reply(tools.check(input)),
	);
	server.registerTool(
		"run",
		{
			title: "Predict a script's output",
			description:
				"Runs a script symbolically and tells what PyTorch 2.13 would print, warn and raise. What cannot be known prints as `?`.",
			inputSchema: {
				...program,
				arguments: z.array(z.string()).optional().describe("sys.argv[1:]"),
				max_seconds: z.number().min(0).max(120).optional().describe("Give up after this long (default: 10)"),
			},
			annotations,
		},
		(input) => reply(tools.run(input)),
	);
	server.registerTool(
		"diagnose",
		{
			title: "Explain a PyTorch error",
			description: "Given what PyTorch raised (the message or the whole traceback) and the program, finds the statements that explain it.",
			inputSchema: { ...program, error: z.string().describe("The error message or traceback") },
			annotations,
		},
		(input) => reply(tools.diagnose(input)),
	);
	server.registerTool(
		"graph",
		{
			title: "Draw the autograd graph",
			description: "The autograd graph of a script's last backward, or of a function or model by its qualified name.",
			inputSchema: {
				...program,
				name: z.string().optional().describe("A function or class, for example `Net` or `Net.forward`"),
				format: z.enum(["mermaid", "dot", "json", "svg"]).optional().describe("Default: mermaid"),
			},
			annotations,
		},
		(input) => reply(tools.graph(input)),
	);
	server.registerTool(
		"explain",
		{
			title: "Explain a rule",
			description: "A rule's page: why it exists, with an example. Without `code`: the list of rules.",
			inputSchema: { code: z.string().optional().describe("A rule's code, for example `inplace-saved`") },
			annotations,
		},
		(input) => reply(tools.explain(input)),
	);
	await server.connect(new StdioServerTransport());
}

async function reply(answer: Promise<Answer>) {
	let result: Answer;
	try {
		result = await answer;
	} catch (error) {
		// The assistant can do something about a wrong path or name.
		result = { text: (error as Error)?.message ?? String(error), failed: true };
	}
	return {
		content: [{ type: "text" as const, text: result.text }],
		...(result.data ? { structuredContent: result.data } : {}),
		...(result.failed ? { isError: true } : {}),
	};
}
