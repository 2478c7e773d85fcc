/** The autograd graph for Graphviz. */
import { labelOf, type Renderer } from "./words.ts";

export const asDot: Renderer = ({ title, nodes, edges }) => {
	const lines = nodes.map((node) => `\tn${node.id} [label=${quoted(labelOf(node).join("\n"))}${node.leaf ? ", shape=box, style=filled, fillcolor=lightblue" : ""}];`);
	for (const [from, to, nr] of edges) lines.push(`\tn${from} -> n${to}${nr > 0 ? ` [label=${quoted(String(nr))}]` : ""};`);
	return `digraph autograd {\n\tlabel=${quoted(title)};\n\tnode [shape=box, style=rounded, fontname="sans-serif"];\n${lines.join("\n")}\n}\n`;
};

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
