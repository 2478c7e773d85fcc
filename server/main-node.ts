/** The language server's entry in Node: editors start it with `gradsight server --stdio`, VS Code starts its bundle the same way. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { readStandardInput } from "./lsp/inbox.ts";
import { nodeHost } from "./lsp/node-host.ts";
import { serve } from "./lsp/serve.ts";
import { parserReady } from "./parser.ts";

// Over another transport (`--node-ipc`, `--socket`) nobody sees messages before their time.
const inbox = process.argv.includes("--stdio") ? readStandardInput() : null;
const connection =
	inbox === null ? createConnection(ProposedFeatures.all) : createConnection(ProposedFeatures.all, inbox.input, process.stdout);
// Whatever goes wrong in one request must not take the server down.
process.on("unhandledRejection", (error) =>
	connection.console.error(`internal error: ${error instanceof Error ? error.stack : String(error)}`),
);
serve(connection, { ...nodeHost(), arrivals: inbox?.arrivals ?? null }, parserReady());
