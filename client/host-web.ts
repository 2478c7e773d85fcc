/** The browser: the server is a worker, and reads files through this side. */
import * as vscode from "vscode";
import {
	type BaseLanguageClient,
	BrowserMessageReader,
	BrowserMessageWriter,
	LanguageClient,
	type LanguageClientOptions,
} from "vscode-languageclient/browser";

export function makeClient(context: vscode.ExtensionContext, options: LanguageClientOptions): BaseLanguageClient {
	const file = (name: string) => vscode.Uri.joinPath(context.extensionUri, "dist", name);
	const startWorker = async () => {
		const worker = new Worker(file("server.js").toString(true));
		const [runtimeWasm, grammarWasm] = await Promise.all(
			["web-tree-sitter.wasm", "tree-sitter-python.wasm"].map((name) => vscode.workspace.fs.readFile(file(name))),
		);
		await new Promise<void>((resolve) => {
			worker.onmessage = (event) => {
				if ((event.data as { gradsightReady?: boolean } | null)?.gradsightReady) resolve();
			};
			worker.postMessage({ gradsightGrammar: { runtimeWasm, grammarWasm } });
		});
		// The extension host wraps workers, so the client would not recognise the worker itself.
		return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
	};
	const client = new LanguageClient("gradsight", "Gradsight", startWorker, options);
	context.subscriptions.push(client.onRequest("gradsight/readFiles", ({ uris }: { uris: string[] }) => Promise.all(uris.map(readFile))));
	return client;
}

async function readFile(uri: string): Promise<Uint8Array | null> {
	try {
		return await vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true));
	} catch {
		return null;
	}
}
