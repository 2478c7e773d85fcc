/** The extension's entry in every host: one bundle, of which the Node or the browser part runs. */
import type * as vscode from "vscode";
import { start } from "./extension.ts";

let stop: (() => Promise<void>) | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
	const isNode = typeof process === "object" && Boolean(process.versions?.node);
	const { makeClient } = isNode ? await import("./host-node.ts") : await import("./host-web.ts");
	stop = await start(context, makeClient);
}

export function deactivate(): Promise<void> | undefined {
	return stop?.();
}
