/** What the pictures of a graph have in common: the lines of text in a box. */
import type { Graph, GraphNode, GraphSaved } from "../../engine/index.ts";
import { type Box, MOST_USERS } from "./fold.ts";

export type Renderer = (graph: Graph) => string;

/** Title first: the parameter's name for a leaf, else PyTorch's name of the node; then shape, place and what is saved. */
export function labelOf(node: GraphNode): string[] {
	const { name, leaf, line, saved, shape, gone } = node;
	if (leaf) return [leaf.name ?? "a leaf", shape ?? ""].filter(Boolean);
	if (gone) return [name, [shape, line === null ? "" : `line ${line}`].filter(Boolean).join(" · ")].filter(Boolean);
	return [
		name,
		[line === null ? "" : `line ${line}`, saved.length > 0 ? `saved: ${saved.map(savedText).join(", ")}` : ""].filter(Boolean).join(" · "),
	].filter(Boolean);
}

/** `self`, or `self v0 → v1` when it was written to since. */
export const savedText = ({ name, version, now }: GraphSaved): string => (version === now ? name : `${name} v${version} → v${now}`);

export const isStale = (node: GraphNode): boolean => node.saved.some(({ version, now }) => version !== now);

export function labelOfBox({ node, group, nodes, leaves, about, users, elsewhere }: Box, graph: Graph): string[] {
	const more =
		users > MOST_USERS ? `used ${users} times` : elsewhere > 0 ? `uses ${count(elsewhere, "leaf", "leaves")} drawn elsewhere` : "";
	if (node) {
		const [name, facts] = labelOf(node);
		return [name!, [facts, more].filter(Boolean).join(" · ")].filter(Boolean);
	}
	const { label, line, kind } = graph.groups[group!]!;
	return [
		about !== null && kind === "round" ? `${about} (${label})` : label,
		[
			about !== null && kind !== "round" ? about : "",
			`line ${line}`,
			count(nodes, "node"),
			leaves > 0 ? count(leaves, "leaf", "leaves") : "",
			more,
		]
			.filter(Boolean)
			.join(" · "),
	];
}

/** One sentence for those who listen to the picture. */
export function spoken(box: Box, graph: Graph): string {
	const { node } = box;
	if (!node) return `${labelOfBox(box, graph).join(", ")}, folded`;
	const facts = [
		node.leaf ? "leaf" : "",
		...labelOfBox(box, graph).slice(1),
		node.shape !== null && !node.leaf && !node.gone ? `shape ${node.shape}` : "",
		node.freed ? "freed by backward" : "",
		node.beyond ? "behind a cut: gets no gradient from here" : "",
		node.gone ? "has no graph" : "",
		node.fails !== undefined ? `backward stops here: ${node.fails}` : "",
	];
	return [labelOf(node)[0], ...facts.filter(Boolean)].join(", ");
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
