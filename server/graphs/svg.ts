/** The autograd graph as a picture of its own: layout by dagre, light and dark. */
import { Graph as Layout, layout, type Point } from "@dagrejs/dagre";
import { labelOf, type Renderer } from "./words.ts";

const LETTER = 7.3;
const LINE = 17;
const PADDING = 10;
const CAPTION = 28;

const STYLE = `svg{background:#fff;font:12px ui-monospace,Menlo,Consolas,monospace}text{fill:#1f2328;text-anchor:middle}.small{fill:#59636e;font-size:11px}rect{fill:#f6f8fa;stroke:#8c959f}.leaf rect{fill:#ddf4ff;stroke:#0969da}.root rect{stroke-width:2.5}path{fill:none;stroke:#8c959f}#tip path{fill:#8c959f;stroke:none}@media(prefers-color-scheme:dark){svg{background:#0d1117}text{fill:#e6edf3}.small{fill:#9198a1}rect{fill:#161b22;stroke:#6e7681}.leaf rect{fill:#0c2d6b;stroke:#388bfd}}`;

export const asSvg: Renderer = ({ title, roots, nodes, edges }) => {
	const plan = new Layout({ multigraph: true });
	plan.setGraph({ rankdir: "TB", nodesep: 24, ranksep: 36, marginx: 16, marginy: 16 });
	plan.setDefaultEdgeLabel(() => ({}));
	const labels = nodes.map(labelOf);
	for (const { id } of nodes) {
		const lines = labels[id]!;
		plan.setNode(String(id), { width: Math.max(...lines.map((line) => line.length)) * LETTER + 2 * PADDING, height: lines.length * LINE + PADDING });
	}
	edges.forEach(([from, to], i) => plan.setEdge(String(from), String(to), {}, String(i)));
	layout(plan);
	const { width = 0, height = 0 } = plan.graph();
	const arrows = edges.map(([from, to], i) => {
		const points: Point[] = plan.edge(String(from), String(to), String(i)).points ?? [];
		return `<path marker-end="url(#tip)" d="${points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${place(x)} ${place(y)}`).join("")}"/>`;
	});
	const boxes = nodes.map(({ id, leaf }) => {
		const { x = 0, y = 0, width: w, height: h } = plan.node(String(id));
		const lines = labels[id]!;
		const texts = lines.map((line, i) => `<text x="${place(x)}" y="${place(y - h / 2 + PADDING / 2 + (i + 0.75) * LINE)}"${i > 0 ? ' class="small"' : ""}>${xml(line)}</text>`);
		const kind = [leaf ? "leaf" : "", roots.includes(id) ? "root" : ""].filter(Boolean).join(" ");
		return `<g${kind === "" ? "" : ` class="${kind}"`}><rect x="${place(x - w / 2)}" y="${place(y - h / 2)}" width="${place(w)}" height="${place(h)}" rx="${leaf ? 2 : 8}"/>${texts.join("")}</g>`;
	});
	const wide = Math.max(width, title.length * LETTER + 2 * PADDING);
	const shift = place((wide - width) / 2);
	return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${place(wide)} ${place(height + CAPTION)}" width="${place(wide)}" height="${place(height + CAPTION)}">
<title>${xml(`Autograd graph: ${title}`)}</title>
<style>${STYLE}</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
<text x="${place(wide / 2)}" y="20">${xml(title)}</text>
<g transform="translate(${shift} ${CAPTION})">
${[...arrows, ...boxes].join("\n")}
</g>
</svg>
`;
};

const place = (x: number): string => String(Math.round(x * 10) / 10);

function xml(text: string): string {
	return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
