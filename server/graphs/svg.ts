/** The autograd graph as a picture: layout by dagre. On its own it brings light and dark colours; inside of an editor the editor's. */
import { Graph as Layout, layout, type Point } from "@dagrejs/dagre";
import type { Graph } from "../../engine/index.ts";
import { type Arrow, type Box, type Folded, foldToFit } from "./fold.ts";
import { isStale, labelOfBox, spoken } from "./words.ts";

const LETTER = 7.3;
const LINE = 17;
const PADDING = 10;
const CAPTION = 28;

/** More boxes than this are neither readable nor quickly laid out. */
export const MOST_BOXES = 120;

const DARK =
	"svg{background:#0d1117}text{fill:#e6edf3}.small,.beyond text{fill:#9198a1}rect{fill:#161b22;stroke:#6e7681}.leaf rect{fill:#0c2d6b;stroke:#388bfd}.group rect{fill:#1c2a1e;stroke:#3fb950}.gone rect,.fails rect,.cut path{stroke:#f85149}.cut text,.stale .small{fill:#f85149}.cut text{stroke:#0d1117}";
const STYLE = `svg{background:#fff;font:12px ui-monospace,Menlo,Consolas,monospace}text{fill:#1f2328;text-anchor:middle}.small,.beyond text{fill:#59636e}.small{font-size:11px}rect{fill:#f6f8fa;stroke:#8c959f}.leaf rect{fill:#ddf4ff;stroke:#0969da}.group rect{fill:#dafbe1;stroke:#1a7f37}.root rect{stroke-width:2.5}.freed .saved{text-decoration:line-through}.beyond rect{stroke-dasharray:2 3;fill-opacity:.4}.gone rect,.fails rect{stroke:#cf222e;stroke-width:2}path{fill:none;stroke:#8c959f}.tip path{fill:context-stroke;stroke:none}.cut path{stroke:#cf222e;stroke-dasharray:5 3}.cut text,.stale .small{fill:#cf222e}.cut text{font-size:11px;paint-order:stroke;stroke:#fff;stroke-width:5}@media(prefers-color-scheme:dark){${DARK}}`;

/** The picture as a file of its own. */
export const asSvg = (graph: Graph, folded = foldToFit(graph, MOST_BOXES)): string => drawFolded(graph, folded, true);

/** `alone`: with colours and a caption of its own. */
export function drawFolded(graph: Graph, folded: Folded, alone: boolean): string {
	const { boxes, arrows, roots } = folded;
	const plan = new Layout({ multigraph: true });
	plan.setGraph({ rankdir: "TB", nodesep: 24, ranksep: 36, marginx: 16, marginy: 16 });
	plan.setDefaultEdgeLabel(() => ({}));
	const labels = new Map(boxes.map((box) => [box.key, labelOfBox(box, graph)]));
	for (const [key, lines] of labels)
		plan.setNode(key, { width: widest(lines) * LETTER + 2 * PADDING, height: lines.length * LINE + PADDING });
	arrows.forEach(({ from, to, cut }, i) =>
		plan.setEdge(from, to, cut === null ? {} : { width: cut.length * LETTER, height: LINE, labelpos: "c" }, String(i)),
	);
	layout(plan);
	const { width = 0, height = 0 } = plan.graph();
	const drawnArrows = arrows.map((arrow, i) => drawArrow(arrow, plan.edge(arrow.from, arrow.to, String(i))));
	const drawnBoxes = boxes.map((box) =>
		drawBox(box, labels.get(box.key)!, plan.node(box.key), { ...box, root: roots.has(box.key) }, spoken(box, graph)),
	);
	const caption = alone ? CAPTION : 0;
	const wide = alone ? Math.max(width, graph.title.length * LETTER + 2 * PADDING) : width;
	const shift = place((wide - width) / 2);
	return `<svg xmlns="http://www.w3.org/2000/svg" role="${alone ? "img" : "group"}" viewBox="0 0 ${place(wide)} ${place(height + caption)}" width="${place(wide)}" height="${place(height + caption)}">
<title>${xml(`Autograd graph: ${graph.title}`)}</title>
${alone ? `<style>${STYLE}</style>\n` : ""}<defs><marker id="tip" class="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
${alone ? `<text x="${place(wide / 2)}" y="19">${xml(graph.title)}</text>\n` : ""}<g transform="translate(${shift} ${caption})">
${drawnArrows.join("\n")}
${drawnBoxes.join("\n")}
</g>
</svg>
`;
}

function drawArrow({ from, to, cut }: Arrow, { points = [], x = 0, y = 0 }: { points?: Point[]; x?: number; y?: number }): string {
	const line = points.map((point, at) => `${at === 0 ? "M" : "L"}${place(point.x)} ${place(point.y)}`).join("");
	const path = `<path marker-end="url(#tip)" d="${line}"/>`;
	return cut === null
		? `<g class="edge" data-from="${from}" data-to="${to}">${path}</g>`
		: `<g class="edge cut" data-from="${from}" data-to="${to}">${path}<text x="${place(x)}" y="${place(y + 4)}">${xml(`✂ ${cut}`)}</text></g>`;
}

function drawBox(
	{ key }: Box,
	lines: readonly string[],
	{ x = 0, y = 0, width = 0, height = 0 }: { x?: number; y?: number; width?: number; height?: number },
	box: Box & { root: boolean },
	words: string,
): string {
	const texts = lines.map(
		(line, i) =>
			`<text x="${place(x)}" y="${place(y - height / 2 + PADDING / 2 + (i + 0.75) * LINE)}"${i > 0 ? ' class="small"' : ""}>${xml(line).replace(/saved: .*/, '<tspan class="saved">$&</tspan>')}</text>`,
	);
	const { node } = box;
	const kinds = [
		"box",
		node?.leaf ? "leaf" : "",
		box.root ? "root" : "",
		node ? "" : "group",
		node?.freed ? "freed" : "",
		node?.beyond ? "beyond" : "",
		node?.gone ? "gone" : "",
		box.fails ? "fails" : "",
		node && isStale(node) ? "stale" : "",
	];
	const rect = `<rect x="${place(x - width / 2)}" y="${place(y - height / 2)}" width="${place(width)}" height="${place(height)}" rx="${node?.leaf ? 2 : 8}"/>`;
	return `<g class="${kinds.filter(Boolean).join(" ")}" data-key="${key}" aria-label="${xml(words)}">${rect}${texts.join("")}</g>`;
}

const widest = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length));

const place = (x: number): string => String(Math.round(x * 10) / 10);

function xml(text: string): string {
	return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
