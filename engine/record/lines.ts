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

/** How a reader finds the line of an offset: `line 7`, in a notebook `cell 3, line 2`. */
export function lineName(source: Source, at: number): string {
	const lines = linesOf(source);
	const cell = source.cells?.findLast((c) => c.start <= at);
	return cell === undefined ? `line ${lines.line(at)}` : `cell ${cell.cell}, line ${lines.line(at) - lines.line(cell.start) + 1}`;
}
