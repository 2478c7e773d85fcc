/** The language server's entry in Node: VS Code starts it over IPC, other editors with `gradsight server --stdio`. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { nodeHost } from "./lsp/node-host.ts";
import { serve } from "./lsp/serve.ts";
import { parserReady } from "./parser.ts";

const connection = createConnection(ProposedFeatures.all);
// Whatever goes wrong in one request must not take the server down.
process.on("unhandledRejection", (error) => connection.console.error(`internal error: ${error instanceof Error ? error.stack : String(error)}`));
serve(connection, nodeHost(), parserReady());
