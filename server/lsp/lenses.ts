/** Code lenses over forward methods and backward calls: how many parameters get a gradient, and the way to the graph. */
import type { CodeLens } from "vscode-languageserver";
import type { Reach } from "../../engine/index.ts";
import type { Analysed } from "./analyses.ts";
import type { Texts } from "./texts.ts";

/** A command of the VS Code extension; other clients are not offered lenses. */
const SHOW_GRAPH = "gradsight.showGraph";

export function codeLenses({ unit, report }: Analysed, uri: string, texts: Texts): CodeLens[] {
	const out: CodeLens[] = [];
	for (const reach of report.reaches) {
		if (reach.path !== unit.path) continue;
		const place = unit.place(reach.start, reach.end);
		if (place.uri !== uri) continue;
		out.push({
			range: place.range,
			command: { title: title(reach, texts), ...tooltip(reach, texts), command: SHOW_GRAPH, arguments: [uri, place.range.start] },
		});
	}
	return out;
}

function title({ parameters }: Reach, texts: Texts): string {
	if (parameters === null) return texts.showGraph;
	const { total, reached, frozen } = parameters;
	return `${texts.receive(reached, total)}${frozen > 0 ? ` ${texts.frozen(frozen)}` : ""} · ${texts.showGraph}`;
}

function tooltip({ parameters }: Reach, texts: Texts): { tooltip?: string } {
	if (!parameters || parameters.missing.length === 0) return {};
	const { total, reached, frozen, missing } = parameters;
	const more = total - reached - frozen - missing.length;
	return { tooltip: texts.missing(missing.join(", ") + (more > 0 ? ", …" : "")) };
}
