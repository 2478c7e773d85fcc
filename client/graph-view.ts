/** The autograd graph beside the code: follows the cursor, leads back to the source, is saved as a file. The server draws, this side shows. */
import * as vscode from "vscode";
import type { BaseLanguageClient, Position, Range } from "vscode-languageclient";
import { graphPage } from "./graph-page.ts";
import { pythonEditor, reveal } from "./places.ts";

/** A place as the protocol writes it. */
interface Place {
	uri: string;
	range: Range;
}

type Answer =
	| {
			kind: "graph";
			id: string;
			title: string;
			note: string;
			svg: string;
			boxes: { key: string; place: Place | null; group: number | null; inside: number | null }[];
			open: number[];
	  }
	| { kind: "same" | "broken" | "none" };

/** What the page tells. */
type Message =
	| { kind: "ready" | "save" }
	| { kind: "follow"; on: boolean }
	| { kind: "detail"; times: number }
	| { kind: "jump" | "toggle"; key: string };

/** How many boxes a picture may have unless the person folds and unfolds by hand. */
const BOXES = { first: 60, least: 15, most: 240 };
/** After the cursor or the text came to rest. */
const QUIET_MS = 200;

interface At {
	uri: string;
	position: Position;
}

class GraphView implements vscode.Disposable {
	readonly #client: BaseLanguageClient;
	readonly #panel: vscode.WebviewPanel;
	/** Where the picture is asked for. */
	#at: At;
	/** Where the cursor is; a jump out of the picture does not change the picture. */
	#cursor: At;
	#jumped: At | null = null;
	#boxes = BOXES.first;
	#shown: (Answer & { kind: "graph" }) | null = null;
	#follows = true;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(context: vscode.ExtensionContext, client: BaseLanguageClient, panel: vscode.WebviewPanel, at: At) {
		this.#client = client;
		this.#panel = panel;
		this.#at = at;
		this.#cursor = at;
		panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(context.extensionUri, "dist")] };
		panel.webview.html = graphPage(panel.webview, vscode.Uri.joinPath(context.extensionUri, "dist", "graph.js"));
		panel.webview.onDidReceiveMessage((message: Message) => void this.#hear(message));
	}

	/** The cursor is here now. */
	look(editor: vscode.TextEditor): void {
		const { line, character } = editor.selection.active;
		this.#cursor = { uri: editor.document.uri.toString(), position: { line, character } };
		const jumped = this.#jumped?.uri === this.#cursor.uri && this.#jumped.position.line === line;
		if (!jumped) this.#jumped = null;
		if (jumped || !this.#follows) void this.#point();
		else this.lookAt(this.#cursor);
	}

	lookAt(at: At): void {
		this.#at = at;
		this.#cursor = at;
		this.#soon();
	}

	/** A document was analysed, or the notebook around a cell. */
	checked(uri: string): void {
		if (vscode.Uri.parse(uri).path === vscode.Uri.parse(this.#at.uri).path) this.#soon();
	}

	#soon(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#ask({}), QUIET_MS);
	}

	async #ask(more: { open?: number[] }): Promise<void> {
		if (!this.#panel.visible || !this.#client.isRunning()) return;
		const { uri, position } = this.#at;
		const answer = await this.#client.sendRequest<Answer>("gradsight/graph", {
			textDocument: { uri },
			position,
			most: this.#boxes,
			...(this.#shown ? { shown: this.#shown.id } : {}),
			...more,
		});
		switch (answer.kind) {
			case "graph":
				this.#shown = answer;
				this.#panel.title = vscode.l10n.t("Graph: {0}", answer.title);
				await this.#panel.webview.postMessage(answer);
				break;
			case "none":
				this.#shown = null;
				await this.#panel.webview.postMessage({ kind: "none" });
				break;
			default:
				break;
		}
		await this.#point();
	}

	/** The boxes of the line the cursor stands in. */
	async #point(): Promise<void> {
		const { uri, position } = this.#cursor;
		const here = ({ place }: { place: Place | null }) =>
			place !== null && place.uri === uri && place.range.start.line <= position.line && position.line <= place.range.end.line;
		await this.#panel.webview.postMessage({ kind: "point", keys: this.#shown?.boxes.filter(here).map((box) => box.key) ?? [] });
	}

	async #hear(message: Message): Promise<void> {
		switch (message.kind) {
			case "ready":
				this.#shown = null;
				return this.#ask({});
			case "save":
				return this.#save();
			case "follow":
				this.#follows = message.on;
				return;
			case "detail":
				this.#boxes = Math.max(BOXES.least, Math.min(BOXES.most, this.#boxes * message.times));
				this.#shown = null;
				return this.#ask({});
			case "jump":
				return this.#jump(message.key);
			case "toggle":
				return this.#toggle(message.key);
		}
	}

	async #jump(key: string): Promise<void> {
		const place = this.#shown?.boxes.find((box) => box.key === key)?.place;
		if (!place) return;
		const { start } = place.range;
		const uri = vscode.Uri.parse(place.uri, true);
		this.#jumped = { uri: uri.toString(), position: start };
		const beside =
			vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString())?.viewColumn ??
			vscode.ViewColumn.One;
		await reveal(uri, new vscode.Position(start.line, start.character), beside);
	}

	/** Opens a folded group, or folds the group around a node. */
	async #toggle(key: string): Promise<void> {
		const box = this.#shown?.boxes.find((one) => one.key === key);
		if (!this.#shown || !box) return;
		const open = new Set(this.#shown.open);
		if (box.group !== null) open.add(box.group);
		else if (box.inside !== null) open.delete(box.inside);
		await this.#ask({ open: [...open] });
	}

	async #save(): Promise<void> {
		if (!this.#shown) return;
		const { uri, position } = this.#at;
		const answer = await this.#client.sendRequest<Answer>("gradsight/graph", {
			textDocument: { uri },
			position,
			shown: this.#shown.id,
			open: this.#shown.open,
			alone: true,
		});
		if (answer.kind !== "graph") return;
		const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
		const target = await vscode.window.showSaveDialog({
			filters: { SVG: ["svg"] },
			...(folder ? { defaultUri: vscode.Uri.joinPath(folder, "graph.svg") } : {}),
		});
		if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(answer.svg));
	}

	get panel(): vscode.WebviewPanel {
		return this.#panel;
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#panel.dispose();
	}
}

export function registerGraph(
	context: vscode.ExtensionContext,
	client: BaseLanguageClient,
	onDidCheck: vscode.Event<string>,
): vscode.Disposable[] {
	let view: GraphView | undefined;
	const show = (uri?: string, position?: Position) => {
		const editor = pythonEditor();
		const at = uri && position ? { uri, position } : editor && { uri: editor.document.uri.toString(), position: editor.selection.active };
		if (!at)
			return void vscode.window.showInformationMessage(
				vscode.l10n.t("Open a Python file first: the graph is that of the function under the cursor."),
			);
		if (view) {
			view.panel.reveal(undefined, true);
			return view.lookAt(at);
		}
		const panel = vscode.window.createWebviewPanel(
			"gradsight.graph",
			vscode.l10n.t("Autograd graph"),
			{ viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
			{ retainContextWhenHidden: true },
		);
		const made = new GraphView(context, client, panel, at);
		view = made;
		panel.onDidDispose(() => {
			made.dispose();
			view = undefined;
		});
	};
	return [
		vscode.commands.registerCommand("gradsight.showGraph", show),
		vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => textEditor.document.languageId === "python" && view?.look(textEditor)),
		vscode.window.onDidChangeActiveTextEditor((editor) => editor?.document.languageId === "python" && view?.look(editor)),
		onDidCheck((uri) => view?.checked(uri)),
		{ dispose: () => view?.dispose() },
	];
}
