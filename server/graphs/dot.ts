/** The autograd graph for Graphviz. */
import { labelOf, type Renderer } from "./words.ts";

export const asDot: Renderer = ({ title, nodes, edges, cuts }) => {
	const lines = nodes.map(
		(node) =>
			`\tn${node.id} [label=${quoted(labelOf(node).join("\n"))}${node.leaf ? ", shape=box, style=filled, fillcolor=lightblue" : ""}];`,
	);
	for (const [from, to, nr] of edges) lines.push(`\tn${from} -> n${to}${nr > 0 ? ` [label=${quoted(String(nr))}]` : ""};`);
	for (const { from, to, how } of cuts) lines.push(`\tn${from} -> n${to} [color=red, style=dashed, label=${quoted(how)}];`);
	return `digraph autograd {\n\tlabel=${quoted(title)};\n\tnode [shape=box, style=rounded, fontname="sans-serif"];\n${lines.join("\n")}\n}\n`;
};

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
