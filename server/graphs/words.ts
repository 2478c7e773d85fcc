/** What the pictures of a graph have in common: the lines of text in a node. */
import type { Graph, GraphNode } from "../../engine/index.ts";

export type Renderer = (graph: Graph) => string;

/** Title first: the parameter's name for a leaf, else PyTorch's name of the node; then shape, place and what is saved. */
export function labelOf({ name, leaf, line, saved }: GraphNode): string[] {
	if (leaf) return [leaf.name ?? "a leaf", leaf.shape];
	return [name, [line === null ? "" : `line ${line}`, saved.length > 0 ? `saved: ${saved.join(", ")}` : ""].filter(Boolean).join(" · ")].filter(Boolean);
}
