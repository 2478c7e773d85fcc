/** Checks files that nobody has opened: "check the workspace" asks for them one by one, so that the server stays responsive. */
import ignore from "ignore";
import type { Connection } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { relativeTo } from "../paths.ts";
import type { Analysed, Analyses } from "./analyses.ts";
import type { Host } from "./host.ts";
import { Converter } from "./to-lsp.ts";
import { Unit } from "./unit.ts";
import { uriToPath } from "./uris.ts";

/** `{ uri }` to the number of its findings. */
export const CHECK_FILE = "gradsight/checkFile";

export interface CheckedFile {
	/** Why it was not checked: left out by the configuration, or not readable. */
	skipped: boolean;
	findings: number;
	seconds: number;
}

const SKIPPED: CheckedFile = { skipped: true, findings: 0, seconds: 0 };

export class ClosedFiles {
	readonly #connection: Connection;
	readonly #host: Host;
	readonly #analyses: Analyses;
	/** Files whose findings the editor shows although they are closed. */
	readonly #shown = new Set<string>();

	constructor(connection: Connection, host: Host, analyses: Analyses) {
		this.#connection = connection;
		this.#host = host;
		this.#analyses = analyses;
	}

	async check(uri: string): Promise<CheckedFile> {
		const path = uriToPath(uri);
		const { settings, project } = this.#analyses.config(path, uri);
		const inProject = project === null ? "" : relativeTo(project, path);
		if (
			inProject !== "" &&
			!inProject.startsWith("..") &&
			ignore()
				.add([...settings.exclude])
				.ignores(inProject)
		)
			return SKIPPED;
		let text = this.#host.read(path);
		if (text === null && (await this.#host.settle?.())) text = this.#host.read(path);
		if (text === null) return SKIPPED;
		const unit = Unit.ofDocument(TextDocument.create(uri, "python", 0, text), path);
		const result: Analysed = await this.#analyses.get(unit);
		const diagnostics = new Converter(result, (of) => this.#analyses.textOf(of)).diagnostics().get(uri) ?? [];
		this.#analyses.forget(uri);
		if (diagnostics.length > 0) this.#shown.add(uri);
		await this.#connection.sendDiagnostics({ uri, diagnostics });
		return { skipped: false, findings: diagnostics.length, seconds: result.seconds };
	}

	/** The file was opened or deleted: its findings are somebody else's business now. */
	async hide(uri: string): Promise<void> {
		if (this.#shown.delete(uri)) await this.#connection.sendDiagnostics({ uri, diagnostics: [] });
	}

	isShown(uri: string): boolean {
		return this.#shown.has(uri);
	}
}
