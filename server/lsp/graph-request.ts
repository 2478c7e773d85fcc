/** `gradsight/graph`: the autograd graph of what stands at a place, laid out and ready to be shown. */
import type { Position } from "vscode-languageserver";
import { CHECK_BUDGET, definitionsAt, type Graph, graph, type Profile, type Program, type Source } from "../../engine/index.ts";
import type { Span } from "../../engine/syntax/nodes.ts";
import { fold, type Folded, foldToFit } from "../graphs/fold.ts";
import { asSvg, drawFolded } from "../graphs/svg.ts";
import { spoken } from "../graphs/words.ts";
import type { Analyses } from "./analyses.ts";
import type { Converter } from "./to-lsp.ts";
import type { DocumentPlace, Unit } from "./unit.ts";

export const GRAPH = "gradsight/graph";

export interface GraphParams {
	textDocument: { uri: string };
	position: Position;
	/** The picture the client shows already; the same one is not sent again. */
	shown?: string;
	/** Groups to draw open, of the picture that is shown; else as many as fit. */
	open?: number[];
	/** Boxes the picture may have when `open` is absent. */
	most?: number;
	/** As a file of its own, with colours. */
	alone?: boolean;
}

/** A box of the picture: what it is, and where a click on it leads. */
interface BoxFacts {
	key: string;
	label: string;
	place: DocumentPlace | null;
	/** The group to open when the box is one. */
	group: number | null;
	/** The group to fold when it is not. */
	inside: number | null;
}

export type GraphAnswer =
	| { kind: "graph"; id: string; title: string; note: string; svg: string; boxes: BoxFacts[]; open: number[] }
	/** What is shown already is right. */
	| { kind: "same" }
	/** The text is half typed: what is shown stays. */
	| { kind: "broken" }
	| { kind: "none" };

/** More boxes than this take long to lay out; the usual number fits a panel beside the text. */
const MOST_IN_VIEW = 250;
const USUAL = 60;
const KEPT = 8;
/** Longer than this nobody waits for a picture; what was computed until then is drawn. */
const SECONDS = 5;

interface Drawn {
	id: string;
	graph: Graph;
	note: string;
}

/** A thing to draw: a definition by name or the script, and a backward that is meant. */
interface Candidate {
	name: string | null;
	near: Span | null;
}

export class GraphDrawer {
	readonly #analyses: Analyses;
	/** By what they are of; the oldest go first. */
	readonly #drawn = new Map<string, Drawn | null>();
	#count = 0;

	constructor(analyses: Analyses) {
		this.#analyses = analyses;
	}

	answer(params: GraphParams, unit: Unit, converter: () => Converter): GraphAnswer {
		const offset = unit.offset(params.textDocument.uri, params.position);
		if (offset === null) return { kind: "none" };
		const { source, program, profile } = this.#analyses.program(unit);
		if (source.module.gaps.length > 0) return { kind: "broken" };
		for (const candidate of candidates(source, offset)) {
			const drawn = this.#draw(unit, program, profile, candidate);
			if (drawn === null) continue;
			if (drawn.id === params.shown && params.open === undefined && !params.alone) return { kind: "same" };
			const folded =
				params.open === undefined || params.shown !== drawn.id
					? foldToFit(drawn.graph, Math.min(MOST_IN_VIEW, params.most ?? USUAL))
					: fold(drawn.graph, new Set(params.open));
			const { graph: data, id, note } = drawn;
			const svg = params.alone ? asSvg(data, folded) : drawFolded(data, folded, false);
			return { kind: "graph", id, title: data.title, note, svg, boxes: boxFacts(data, folded, converter()), open: [...folded.open] };
		}
		return { kind: "none" };
	}

	/** Something else than the unit has changed. */
	forget(): void {
		this.#drawn.clear();
	}

	#draw(unit: Unit, program: Program, profile: Profile, { name, near }: Candidate): Drawn | null {
		const key = JSON.stringify([unit.version, profile, name, near]);
		const known = this.#drawn.get(key);
		if (known !== undefined) return known;
		const end = performance.now() + SECONDS * 1000;
		const result = graph(
			program,
			{ profile, budget: CHECK_BUDGET, cancelled: () => performance.now() > end },
			{ name, ...(near ? { near } : {}) },
		);
		const { raises } = result ?? { raises: null };
		const note = raises === null ? "" : `${raises.type}${raises.line === null ? "" : `, line ${raises.line}`}`;
		const drawn = result?.graph ? { id: String(++this.#count), graph: result.graph, note } : null;
		this.#drawn.set(key, drawn);
		for (const old of this.#drawn.keys()) if (this.#drawn.size > KEPT) this.#drawn.delete(old);
		return drawn;
	}
}

/** The definitions around the offset, innermost first, then the script. */
function candidates({ module, text }: Source, offset: number): Candidate[] {
	const { definitions, statement } = definitionsAt(module.body, offset);
	const isBackward =
		statement !== null && !("body" in statement) && /\bbackward\b|\bgrad\s*\(/.test(text.slice(statement.start, statement.end));
	const near = isBackward ? { start: statement.start, end: statement.end } : null;
	return [...definitions.map(({ name }) => ({ name, near })), { name: null, near }];
}

function boxFacts(data: Graph, folded: Folded, converter: Converter): BoxFacts[] {
	return folded.boxes.map((box) => {
		const { key, node, group } = box;
		const at = node ?? data.groups[group!]!;
		const place =
			at.path === null || at.start === null || at.end === null ? null : converter.place({ path: at.path, start: at.start, end: at.end });
		return { key, label: spoken(box, data), place, group, inside: node ? node.group : data.groups[group!]!.parent };
	});
}
