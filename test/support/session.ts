/** A language client in a few lines: speaks LSP over stdio to the built server. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createProtocolConnection, type ProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import type { ClientCapabilities, Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver/node";

export const CLI = fileURLToPath(new URL("../../dist/cli.cjs", import.meta.url));

export interface Session {
	connection: ProtocolConnection;
	/** The server's process. */
	pid: number | undefined;
	capabilities: Record<string, unknown>;
	/** Everything the server logged or showed. */
	messages: string[];
	open(uri: string, text: string): Promise<void>;
	change(uri: string, version: number, text: string): Promise<void>;
	/** The next diagnostics pushed for a document (or those already waiting). */
	pushed(uri: string): Promise<Diagnostic[]>;
	request<T>(method: string, params: unknown): Promise<T>;
	notify(method: string, params: unknown): Promise<void>;
	stop(): Promise<void>;
}

export interface SessionOptions {
	capabilities?: ClientCapabilities;
	initializationOptions?: unknown;
	/** What `workspace/configuration` answers. */
	configuration?: unknown;
	root?: string;
	locale?: string;
}

export async function startSession(options: SessionOptions = {}): Promise<Session> {
	const child = spawn(process.execPath, [CLI, "server", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
	const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
	const waiting = new Map<string, Diagnostic[][]>();
	const wakers = new Map<string, (() => void)[]>();
	const messages: string[] = [];
	connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }: PublishDiagnosticsParams) => {
		waiting.set(uri, [...(waiting.get(uri) ?? []), diagnostics]);
		wakers
			.get(uri)
			?.splice(0)
			.forEach((wake) => wake());
	});
	for (const method of ["window/logMessage", "window/showMessage"]) {
		connection.onNotification(method, ({ message }: { message: string }) => {
			messages.push(message);
		});
	}
	connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => options.configuration ?? null));
	connection.onRequest("client/registerCapability", () => null);
	connection.onRequest("workspace/diagnostic/refresh", () => null);
	connection.onRequest("workspace/inlayHint/refresh", () => null);
	connection.onRequest("workspace/codeLens/refresh", () => null);
	connection.listen();
	const died = new Promise<never>((_, reject) => child.once("exit", (code) => reject(new Error(`the server ended with status ${code}`))));
	died.catch(() => {});
	const initialized = connection.sendRequest<{ capabilities: Record<string, unknown> }>("initialize", {
		processId: process.pid,
		rootUri: options.root ?? null,
		...(options.locale ? { locale: options.locale } : {}),
		capabilities: options.capabilities ?? {},
		initializationOptions: options.initializationOptions,
	});
	const result = await Promise.race([initialized, died]);
	await connection.sendNotification("initialized", {});
	return {
		connection,
		pid: child.pid,
		capabilities: result.capabilities,
		messages,
		open: (uri, text) =>
			connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "python", version: 1, text } }),
		change: (uri, version, text) =>
			connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] }),
		async pushed(uri) {
			while (!waiting.get(uri)?.length) {
				await new Promise<void>((resolve, reject) => {
					const timer = setTimeout(() => reject(new Error(`no diagnostics for ${uri}; the server said: ${messages.join("\n")}`)), 15_000);
					const wake = () => {
						clearTimeout(timer);
						resolve();
					};
					wakers.set(uri, [...(wakers.get(uri) ?? []), wake]);
				});
			}
			return waiting.get(uri)!.shift()!;
		},
		request: <T>(method: string, params: unknown) => Promise.race([connection.sendRequest<T>(method, params), died]),
		notify: (method, params) => connection.sendNotification(method, params),
		async stop() {
			await connection.sendRequest("shutdown");
			await connection.sendNotification("exit");
			connection.dispose();
			child.kill();
		},
	};
}
