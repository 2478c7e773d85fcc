/** What a client can do, read once from `initialize`. */
import type { InitializeParams } from "vscode-languageserver";
import { type Texts, textsFor } from "./texts.ts";

export interface ClientAbilities {
	pull: boolean;
	configuration: boolean;
	dynamicConfiguration: boolean;
	versionedEdits: boolean;
	refreshDiagnostics: boolean;
	refreshHints: boolean;
	refreshLenses: boolean;
	/** Wants to hear how analyses went. */
	status: boolean;
	/** Has the extension's commands: `gradsight.showGraph`, `gradsight.explain`, `gradsight.ignoreBecause`. */
	commands: boolean;
	texts: Texts;
}

export function abilitiesOf({ capabilities, initializationOptions, locale }: InitializeParams): ClientAbilities {
	const { workspace, textDocument } = capabilities;
	const options = (initializationOptions ?? {}) as { status?: unknown; commands?: unknown };
	return {
		pull: Boolean(textDocument?.diagnostic),
		configuration: Boolean(workspace?.configuration),
		dynamicConfiguration: Boolean(workspace?.didChangeConfiguration?.dynamicRegistration),
		versionedEdits: Boolean(workspace?.workspaceEdit?.documentChanges),
		refreshDiagnostics: Boolean(workspace?.diagnostics?.refreshSupport),
		refreshHints: Boolean(workspace?.inlayHint?.refreshSupport),
		refreshLenses: Boolean(workspace?.codeLens?.refreshSupport),
		status: Boolean(options.status),
		commands: Boolean(options.commands),
		texts: textsFor(locale),
	};
}
