/** The autograd graph as a Mermaid flowchart, which GitHub and GitLab draw inside of Markdown. */
import { labelOf, type Renderer } from "./words.ts";

export const asMermaid: Renderer = ({ nodes, edges, cuts }) => {
	const lines = nodes.map((node) => {
		const text = `"${labelOf(node).map(escaped).join("<br>")}"`;
		return `\tn${node.id}${node.leaf ? `[(${text})]` : `(${text})`}`;
	});
	for (const [from, to, nr] of edges) lines.push(`\tn${from} -->${nr > 0 ? `|${nr}|` : ""} n${to}`);
	for (const { from, to, how } of cuts) lines.push(`\tn${from} -.->|${escaped(how)}| n${to}`);
	return `flowchart TD\n${lines.join("\n")}\n`;
};

/** Mermaid knows HTML's entities with `#` in place of `&`. */
const escaped = (text: string): string => text.replace(/[#"<>&]/g, (letter) => `#${letter.charCodeAt(0)};`);
