/** Line tables of sources, one per text. */
import type { Source } from "../program.ts";
import type { Module } from "../syntax/nodes.ts";
import { Lines } from "../text/lines.ts";

const tables = new WeakMap<Module, Lines>();
export function linesOf(source: Source): Lines {
	let lines = tables.get(source.module);
	if (lines === undefined) tables.set(source.module, (lines = new Lines(source.text)));
	return lines;
}
