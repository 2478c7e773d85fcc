/** The editor of the page: CodeMirror with Python, findings, hovers and inlay hints. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, defaultHighlightStyle, HighlightStyle, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
	Decoration,
	type DecorationSet,
	drawSelection,
	EditorView,
	highlightActiveLine,
	hoverTooltip,
	keymap,
	lineNumbers,
	WidgetType,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Fact, Hint } from "../../engine/index.ts";
import { markdown } from "./markdown.ts";

class HintWidget extends WidgetType {
	readonly label: string;
	readonly kind: string;
	constructor(label: string, kind: string) {
		super();
		this.label = label;
		this.kind = kind;
	}
	override eq(other: HintWidget): boolean {
		return other.label === this.label && other.kind === this.kind;
	}
	override toDOM(): HTMLElement {
		const element = document.createElement("span");
		element.className = `hint hint-${this.kind}`;
		element.textContent = this.label;
		return element;
	}
}

const setHints = StateEffect.define<readonly Hint[]>();
const setSteps = StateEffect.define<readonly { start: number; end: number; main: boolean }[]>();

/** Decorations that come from the last analysis and move with the text until the next. */
function decorations<T>(
	effect: ReturnType<typeof StateEffect.define<readonly T[]>>,
	draw: (items: readonly T[], length: number) => DecorationSet,
) {
	return StateField.define<DecorationSet>({
		create: () => Decoration.none,
		update(value, transaction) {
			for (const one of transaction.effects) if (one.is(effect)) return draw(one.value, transaction.newDoc.length);
			return value.map(transaction.changes);
		},
		provide: (field) => EditorView.decorations.from(field),
	});
}

const hints = decorations(setHints, (items, length) =>
	Decoration.set(
		items
			.filter(({ end }) => end <= length)
			.map(({ end, label, kind }) => Decoration.widget({ widget: new HintWidget(label, kind), side: 1 }).range(end)),
		true,
	),
);
const steps = decorations(setSteps, (items, length) =>
	Decoration.set(
		items
			.filter(({ start, end }) => start < end && end <= length)
			.map(({ start, end, main }) => Decoration.mark({ class: main ? "step step-main" : "step" }).range(start, end)),
		true,
	),
);

const dark = HighlightStyle.define([
	{ tag: tags.keyword, color: "#ff7b72" },
	{ tag: [tags.string, tags.special(tags.string)], color: "#a5d6ff" },
	{ tag: tags.comment, color: "#8b949e" },
	{ tag: [tags.number, tags.bool, tags.null], color: "#79c0ff" },
	{ tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: "#d2a8ff" },
	{ tag: tags.className, color: "#ffa657" },
]);

export interface Editor {
	text(): string;
	set(text: string): void;
	/** Findings and hints of the text as it is now. */
	show(diagnostics: readonly Diagnostic[], hints: readonly Hint[]): void;
	/** Marks places and scrolls to one of them. */
	point(places: readonly { start: number; end: number }[], to: { start: number; end: number }): void;
	edit(edits: readonly { start: number; end: number; text: string }[]): void;
}

export function createEditor(parent: HTMLElement, text: string, on: { change(): void; factsAt(): readonly Fact[] }): Editor {
	const inDark = matchMedia("(prefers-color-scheme: dark)").matches;
	const view = new EditorView({
		parent,
		state: EditorState.create({
			doc: text,
			extensions: [
				lineNumbers(),
				history(),
				drawSelection(),
				bracketMatching(),
				highlightActiveLine(),
				lintGutter(),
				python(),
				indentUnit.of("    "),
				EditorState.tabSize.of(4),
				syntaxHighlighting(inDark ? dark : defaultHighlightStyle),
				EditorView.theme({}, { dark: inDark }),
				EditorView.contentAttributes.of({ "aria-label": "Python program", spellcheck: "false" }),
				keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
				hints,
				steps,
				hoverTooltip((_, at) => hoverAt(on.factsAt(), at)),
				EditorView.updateListener.of((update) => {
					if (update.docChanged) on.change();
				}),
			],
		}),
	});
	return {
		text: () => view.state.doc.toString(),
		set: (next) =>
			view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next }, effects: [setHints.of([]), setSteps.of([])] }),
		show(diagnostics, shown) {
			view.dispatch(setDiagnostics(view.state, [...diagnostics]));
			view.dispatch({ effects: setHints.of(shown) });
		},
		point(places, to) {
			const at = Math.min(to.start, view.state.doc.length);
			view.dispatch({
				effects: [
					setSteps.of(places.map((place) => ({ ...place, main: place.start === to.start && place.end === to.end }))),
					EditorView.scrollIntoView(at, { y: "center" }),
				],
				selection: { anchor: at },
			});
		},
		edit(edits) {
			view.dispatch({ changes: edits.map(({ start, end, text: insert }) => ({ from: start, to: end, insert })), effects: setSteps.of([]) });
			view.focus();
		},
	};
}

/** What is known about the smallest expression around a place. */
function hoverAt(facts: readonly Fact[], at: number) {
	let best: Fact | null = null;
	for (const fact of facts)
		if (fact.start <= at && at <= fact.end && (best === null || fact.end - fact.start < best.end - best.start)) best = fact;
	if (best === null) return null;
	const { start, end, markdown: text } = best;
	return {
		pos: start,
		end,
		above: true,
		create() {
			const dom = document.createElement("div");
			dom.className = "hover";
			dom.append(markdown(text));
			return { dom };
		},
	};
}
