/** The language server's entry in a browser worker. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { type GrammarFiles, initPython } from "../grammars/python.ts";
import { serve } from "./lsp/serve.ts";
import { webHost } from "./lsp/web-host.ts";

/** This worker's own global scope has a worker's face. */
const scope = globalThis as unknown as Worker;

/** A worker cannot read the extension's files: the client sends the WASM before the protocol starts. */
function onFirst(event: MessageEvent): void {
	const grammar = (event.data as { gradsightGrammar?: GrammarFiles } | null)?.gradsightGrammar;
	if (!grammar) return;
	scope.removeEventListener("message", onFirst);
	const connection = createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope));
	serve(connection, webHost(connection), initPython(grammar));
	scope.postMessage({ gradsightReady: true });
}
scope.addEventListener("message", onFirst);
