/** Every way to write a graph, by the name it has on the command line. */
import type { Graph } from "../../engine/index.ts";
import { suggestion } from "../suggest.ts";
import { UsageError } from "../usage.ts";
import { asDot } from "./dot.ts";
import { asMermaid } from "./mermaid.ts";
import { asSvg } from "./svg.ts";
import type { Renderer } from "./words.ts";

const FORMATS: Record<string, Renderer> = {
	svg: asSvg,
	dot: asDot,
	mermaid: asMermaid,
	json: (data) => `${JSON.stringify(data, null, 2)}\n`,
};

export function render(graph: Graph, format: string): string {
	checkPicture(format);
	return FORMATS[format]!(graph);
}

export function checkPicture(format: string): void {
	if (!Object.hasOwn(FORMATS, format))
		throw new UsageError(
			`--format: there is no format \`${format}\`${suggestion(format, Object.keys(FORMATS))} (${Object.keys(FORMATS).join(", ")})`,
		);
}
