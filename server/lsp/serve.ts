/** The language server: capabilities and the table of what answers what. Runs in Node and in a browser worker alike. */
import {
	type CancellationToken,
	type CodeLens,
	CodeLensRefreshRequest,
	type Connection,
	type Diagnostic,
	DidChangeConfigurationNotification,
	type DocumentDiagnosticReport,
	DiagnosticRefreshRequest,
	DocumentDiagnosticReportKind,
	type InitializeResult,
	FileChangeType,
	InlayHintRefreshRequest,
	LSPErrorCodes,
	MessageType,
	NotebookDocuments,
	type Range,
	ResponseError,
	ShowMessageNotification,
	TextDocumentSyncKind,
	TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { VERSION } from "../bundle.ts";
import { pageOf, rulePages } from "../rules.ts";
import { abilitiesOf, type ClientAbilities } from "./abilities.ts";
import { type Analysed, Analyses } from "./analyses.ts";
import { CHECK_FILE, type CheckedFile, ClosedFiles } from "./closed-files.ts";
import { CODE_ACTION_KINDS, codeActions } from "./code-actions.ts";
import { EDITOR_DEFAULTS, type EditorSettings, readEditorSettings } from "./editor-settings.ts";
import { carriers, hover, inlayHints } from "./facts.ts";
import { GRAPH, type GraphAnswer, GraphDrawer, type GraphParams } from "./graph-request.ts";
import type { Host } from "./host.ts";
import { codeLenses } from "./lenses.ts";
import { Schedule } from "./schedule.ts";
import { Converter } from "./to-lsp.ts";
import { Unit } from "./unit.ts";
import { uriToPath } from "./uris.ts";

/** Tells the client how the last analysis went, for its status item. */
export const STATUS = "gradsight/status";
/** A rule's page as Markdown: `{ code }` to text or null. */
export const EXPLAIN = "gradsight/explain";
/** `{ textDocument }` to the ranges of names that carry a gradient. */
export const CARRIERS = "gradsight/carriers";

export function serve(connection: Connection, host: Host, ready: Promise<void>): void {
	const documents = new TextDocuments(TextDocument);
	const notebooks = new NotebookDocuments(TextDocument);
	const schedule = new Schedule();
	const settings = new Map<string, EditorSettings>();
	const complaints = new Set<string>();
	const openNotebooks = new Set<string>();
	/** Documents whose text is what the disk holds; with `run: onSave` only these are analysed anew. */
	const saved = new Set<string>();
	let defaults: EditorSettings = EDITOR_DEFAULTS;
	let can: ClientAbilities;

	const analyses = new Analyses({
		host,
		openText: (path) => [...documents.all()].find((document) => uriToPath(document.uri) === path)?.getText() ?? null,
		settingsOf: (uri) => settings.get(uri) ?? defaults,
		codes: rulePages().map((page) => page.code),
		log: (message) => connection.console.error(message),
		complain(message) {
			if (complaints.has(message)) return;
			complaints.add(message);
			// A request would fail with clients that cannot ask their user anything.
			guard(connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: `Gradsight: ${message}` }));
		},
	});

	const drawer = new GraphDrawer(analyses);
	const closed = new ClosedFiles(connection, host, analyses);

	/** The unit a document belongs to: itself, or the notebook around a cell. */
	function unitOf(uri: string): Unit | null {
		const document = documents.get(uri);
		if (document) return document.languageId === "python" || document.languageId === "" ? Unit.ofDocument(document, uriToPath(uri)) : null;
		const notebook = notebooks.findNotebookDocumentForCell(uri) ?? notebooks.getNotebookDocument(uri);
		if (!notebook) return null;
		const cells = notebook.cells.map((cell) => notebooks.getCellTextDocument(cell)).filter((cell) => cell !== undefined);
		return cells.length === 0 ? null : Unit.ofNotebook(notebook.uri, uriToPath(notebook.uri), cells);
	}

	/** Lets messages in that wait already: a newer text, or word that nobody wants the answer any more. */
	async function stillWanted(token: CancellationToken): Promise<void> {
		await new Promise((done) => setTimeout(done, 0));
		if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
	}

	/** `soon`: rather what was known a moment ago than to wait for long. */
	async function analysed(uri: string, token?: CancellationToken, soon = false): Promise<Analysed | null> {
		await ready;
		await loadSettings(unitOf(uri)?.uri ?? uri);
		const at = unitOf(uri);
		if (token && at && !analyses.current(at)) await stillWanted(token);
		const unit = unitOf(uri);
		if (!unit || !(settings.get(unit.uri) ?? defaults).enable) return null;
		if (soon) return analyses.soon(unit);
		const before = analyses.latest(unit.uri);
		const result = await analyses.get(unit);
		if (result !== before) report(result);
		return result;
	}

	function converter(result: Analysed): Converter {
		return new Converter(result, (path) => analyses.textOf(path));
	}

	async function loadSettings(uri: string): Promise<void> {
		if (settings.has(uri) || !can.configuration) return;
		const raw: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section: "gradsight" });
		settings.set(uri, readEditorSettings(raw));
	}

	function report(result: Analysed): void {
		if (!can.status) return;
		const { unit, seconds, report } = result;
		const counts = { error: 0, warning: 0, information: 0, hint: 0 };
		for (const finding of report.findings) counts[finding.severity]++;
		guard(connection.sendNotification(STATUS, { uri: unit.uri, seconds, counts, limits: report.limits.length }));
	}

	/** Pushes diagnostics of a unit to clients that do not pull; notebook cells are always pushed, a whole notebook at a time. */
	async function publish(uri: string): Promise<void> {
		const unit = unitOf(uri);
		if (!unit || (can.pull && unit.cells === null)) return;
		const result = await analysed(uri);
		const now = unitOf(uri);
		if (now && now.version !== unit.version) return;
		const lists = result
			? converter(result).diagnostics()
			: new Map<string, Diagnostic[]>(unit.parts.map((part) => [part.document.uri, []]));
		for (const [document, diagnostics] of lists) {
			const version = unit.versionOf(document);
			await connection.sendDiagnostics({ uri: document, diagnostics, ...(version === null ? {} : { version }) });
		}
	}

	/** What a change means for everything else that is open. */
	function refreshOthers(changed: string): void {
		schedule.soon("others", () => {
			const path = uriToPath(changed);
			const units = [...documents.all().map((document) => document.uri), ...openNotebooks].filter((uri) => uri !== changed);
			const touched = units.filter((uri) => analyses.latest(uri)?.used.has(path));
			for (const uri of touched) guard(publish(uri));
			if (touched.length === 0) return;
			drawer.forget();
			askToPull();
		});
	}

	function refreshEverything(): void {
		host.forget();
		drawer.forget();
		schedule.soon("everything", () => {
			for (const uri of [...documents.all().map((document) => document.uri), ...openNotebooks]) guard(publish(uri));
			askToPull();
			if (can.refreshHints) guard(connection.sendRequest(InlayHintRefreshRequest.type));
			if (can.refreshLenses) guard(connection.sendRequest(CodeLensRefreshRequest.type));
		});
	}

	function askToPull(): void {
		if (can.pull && can.refreshDiagnostics) guard(connection.sendRequest(DiagnosticRefreshRequest.type));
	}

	function guard(work: Promise<unknown>): void {
		work.catch((error: unknown) => connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error)));
	}

	/** An answer, or the fallback when anything goes wrong: the server never ends because of one document. */
	async function safely<T>(fallback: T, work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			if (error instanceof ResponseError) throw error;
			connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
			return fallback;
		}
	}

	connection.onInitialize((params): InitializeResult => {
		can = abilitiesOf(params);
		defaults = readEditorSettings(params.initializationOptions?.settings ?? params.initializationOptions);
		return {
			serverInfo: { name: "gradsight", version: VERSION },
			capabilities: {
				textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
				notebookDocumentSync: { notebookSelector: [{ notebook: { notebookType: "jupyter-notebook" }, cells: [{ language: "python" }] }] },
				hoverProvider: true,
				codeActionProvider: { codeActionKinds: CODE_ACTION_KINDS },
				inlayHintProvider: true,
				...(can.commands ? { codeLensProvider: {} } : {}),
				workspace: { workspaceFolders: { supported: true, changeNotifications: false } },
				...(can.pull ? { diagnosticProvider: { identifier: "gradsight", interFileDependencies: true, workspaceDiagnostics: false } } : {}),
			},
		};
	});

	connection.onInitialized(() => {
		if (can.dynamicConfiguration) guard(connection.client.register(DidChangeConfigurationNotification.type, { section: "gradsight" }));
	});

	connection.onDidChangeConfiguration(({ settings: sent }) => {
		settings.clear();
		if (!can.configuration) defaults = readEditorSettings((sent as { gradsight?: unknown } | null)?.gradsight ?? sent);
		complaints.clear();
		refreshEverything();
	});

	connection.onDidChangeWatchedFiles(({ changes }) => {
		refreshEverything();
		for (const { uri, type } of changes) {
			if (!closed.isShown(uri) || documents.get(uri)) continue;
			if (type === FileChangeType.Deleted) guard(closed.hide(uri));
			else schedule.soon(uri, () => guard(closed.check(uri)));
		}
	});

	connection.languages.diagnostics.on((params, token) =>
		safely<DocumentDiagnosticReport>({ kind: DocumentDiagnosticReportKind.Full, items: [] }, async () => {
			const { uri } = params.textDocument;
			// Cells are pushed with their whole notebook.
			if (!documents.get(uri)) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
			await ready;
			await loadSettings(uri);
			const last = analyses.latest(uri);
			const waits = (settings.get(uri) ?? defaults).run === "onSave" && last && !saved.has(uri);
			const result = waits ? last : await analysed(uri, token);
			if (!result) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
			if (params.previousResultId === result.id) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: result.id };
			return { kind: DocumentDiagnosticReportKind.Full, resultId: result.id, items: converter(result).diagnostics().get(uri) ?? [] };
		}),
	);

	connection.onHover((params, token) =>
		safely(null, async () => {
			const result = await analysed(params.textDocument.uri, token, true);
			return result && hover(result, params.textDocument.uri, params.position);
		}),
	);

	connection.onCodeAction((params, token) =>
		safely([], async () => {
			const result = await analysed(params.textDocument.uri, token);
			return result ? codeActions(params, { analysed: result, converter: converter(result), can }) : [];
		}),
	);

	connection.languages.inlayHint.on((params, token) =>
		safely([], async () => {
			const result = await analysed(params.textDocument.uri, token);
			return result ? inlayHints(result, params.textDocument.uri, params.range, settings.get(result.unit.uri) ?? defaults) : [];
		}),
	);

	connection.onCodeLens((params, token) =>
		safely<CodeLens[]>([], async () => {
			const result = await analysed(params.textDocument.uri, token);
			return result && (settings.get(result.unit.uri) ?? defaults).codeLens ? codeLenses(result, params.textDocument.uri, can.texts) : [];
		}),
	);

	connection.onRequest(CARRIERS, (params: { textDocument: { uri: string } }, token: CancellationToken) =>
		safely<Range[]>([], async () => {
			const result = await analysed(params.textDocument.uri, token);
			return result ? carriers(result, params.textDocument.uri) : [];
		}),
	);

	connection.onRequest<GraphAnswer, void>(GRAPH, (params: GraphParams, token: CancellationToken) =>
		safely<GraphAnswer>({ kind: "none" }, async () => {
			// The analysis also brings the files it needs, where reading them takes waiting.
			const result = await analysed(params.textDocument.uri, token);
			const unit = unitOf(params.textDocument.uri);
			return result && unit ? drawer.answer(params, unit, () => converter(result)) : { kind: "none" };
		}),
	);

	connection.onRequest(EXPLAIN, ({ code }: { code: string }) => pageOf(code));

	connection.onRequest(CHECK_FILE, ({ uri }: { uri: string }) =>
		safely<CheckedFile>({ skipped: true, findings: 0, seconds: 0 }, async () => {
			await ready;
			// What is open is checked as it is on the screen.
			const open = await analysed(uri);
			return open ? { skipped: false, findings: open.report.findings.length, seconds: open.seconds } : closed.check(uri);
		}),
	);

	documents.onDidOpen(({ document }) => {
		saved.add(document.uri);
		guard(closed.hide(document.uri));
	});
	documents.onDidChangeContent(({ document: { uri, version } }) => {
		if (version > 1 && analyses.latest(uri)) saved.delete(uri);
		const onSave = (settings.get(uri) ?? defaults).run === "onSave" && analyses.latest(uri) !== null;
		if (!onSave) schedule.soon(uri, () => guard(publish(uri)));
		refreshOthers(uri);
	});
	documents.onDidSave(({ document: { uri } }) => {
		saved.add(uri);
		if ((settings.get(uri) ?? defaults).run !== "onSave") return;
		schedule.soon(uri, () => guard(publish(uri)));
		askToPull();
	});
	documents.onDidClose(({ document: { uri } }) => {
		schedule.cancel(uri);
		analyses.forget(uri);
		settings.delete(uri);
		saved.delete(uri);
		if (!can.pull) guard(connection.sendDiagnostics({ uri, diagnostics: [] }));
	});
	notebooks.onDidOpen(({ uri }) => {
		openNotebooks.add(uri);
		schedule.soon(uri, () => guard(publish(uri)));
	});
	notebooks.onDidChange(({ notebookDocument: { uri } }) => schedule.soon(uri, () => guard(publish(uri))));
	notebooks.onDidClose((notebook) => {
		openNotebooks.delete(notebook.uri);
		schedule.cancel(notebook.uri);
		analyses.forget(notebook.uri);
		settings.delete(notebook.uri);
		for (const cell of notebook.cells) guard(connection.sendDiagnostics({ uri: cell.document, diagnostics: [] }));
	});

	documents.listen(connection);
	notebooks.listen(connection);
	connection.listen();
}
