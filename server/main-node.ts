/** The language server's entry in Node: VS Code starts it over IPC, other editors with `gradsight server --stdio`. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { initPythonInNode } from "../grammars/node.ts";
import { bundleFolder } from "./bundle.ts";
import { nodeHost } from "./lsp/node-host.ts";
import { serve } from "./lsp/serve.ts";

serve(createConnection(ProposedFeatures.all), nodeHost(), initPythonInNode(bundleFolder()));
