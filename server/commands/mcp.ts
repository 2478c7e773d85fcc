/** `gradsight mcp`: loads the protocol's own bundle, which nothing else needs, and hands it the tools. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { bundleFolder, VERSION } from "../bundle.ts";
import { agentTools } from "../mcp/agent-tools.ts";
import type { Tools } from "../mcp/tools.ts";
import { UsageError } from "../usage.ts";
import type { RunOptions, RunReport } from "./run.ts";

interface Protocol {
	serveMcp(tools: Tools, version: string): Promise<void>;
}

export async function startMcp(runFile: (path: string, text: string | null, options: RunOptions) => Promise<RunReport>): Promise<null> {
	const folder = bundleFolder();
	if (folder === undefined) throw new UsageError("the MCP server runs from a build: npm run build");
	const { serveMcp } = createRequire(__filename)(join(folder, "mcp.cjs")) as Protocol;
	await serveMcp(agentTools(runFile), VERSION);
	return null;
}
