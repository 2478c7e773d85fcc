/** The page inside of the graph view: a toolbar, the picture, and colours that are the editor's. */
import * as vscode from "vscode";

const STYLE = `
body{margin:0;padding:0;height:100vh;display:flex;flex-direction:column;color:var(--vscode-editor-foreground);background:var(--vscode-editor-background);font:13px var(--vscode-font-family)}
header{display:flex;flex-wrap:wrap;gap:4px;align-items:center;padding:4px 8px;border-bottom:1px solid var(--vscode-panel-border,var(--vscode-contrastBorder,transparent))}
h1{font-size:13px;font-weight:600;margin:0 auto 0 4px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
button{font:inherit;min-width:28px;padding:3px 8px;border:1px solid var(--vscode-button-border,var(--vscode-contrastBorder,transparent));border-radius:4px;color:var(--vscode-button-secondaryForeground);background:var(--vscode-button-secondaryBackground);cursor:pointer}
button:hover{background:var(--vscode-button-secondaryHoverBackground)}
button[aria-pressed=true]{color:var(--vscode-button-foreground);background:var(--vscode-button-background)}
button:focus-visible,#picture:focus-visible{outline:1px solid var(--vscode-focusBorder);outline-offset:-1px}
#note{color:var(--vscode-errorForeground);padding:4px 12px}#note:empty{display:none}
#picture{flex:1;overflow:auto;cursor:grab}#picture.dragging{cursor:grabbing}#picture>p{padding:0 16px}
#picture>svg{display:block;margin:0 auto}
footer{display:flex;flex-wrap:wrap;gap:4px 14px;padding:4px 12px;font-size:11px;color:var(--vscode-descriptionForeground);border-top:1px solid var(--vscode-panel-border,var(--vscode-contrastBorder,transparent))}
footer i{display:inline-block;width:16px;height:9px;margin-right:5px;border:1.5px solid var(--stroke);border-radius:2px}footer i.line{height:0;border-width:0 0 1.5px;vertical-align:middle}
:root{--stroke:var(--vscode-descriptionForeground);--blue:var(--vscode-charts-blue,#3794ff);--green:var(--vscode-charts-green,#388a34);--red:var(--vscode-charts-red,#f14c4c)}
svg text{font:12px var(--vscode-editor-font-family,monospace);fill:var(--vscode-editor-foreground);text-anchor:middle}
svg .small{font-size:11px;fill:var(--vscode-descriptionForeground)}
svg rect{fill:var(--vscode-editorWidget-background);stroke:var(--vscode-descriptionForeground)}
svg .leaf rect{stroke:var(--blue);stroke-width:1.5}svg .group rect{stroke:var(--green);stroke-width:1.5}svg .root rect{stroke-width:2.5}
svg .freed .saved{text-decoration:line-through}svg .beyond{opacity:.65}svg .beyond rect{stroke-dasharray:2 3}
svg .gone rect,svg .fails rect{stroke:var(--red);stroke-width:2.5}svg .stale .small{fill:var(--vscode-errorForeground)}
svg path{fill:none;stroke:var(--vscode-descriptionForeground)}svg .tip path{fill:var(--vscode-descriptionForeground);fill:context-stroke;stroke:none}
svg .cut path{stroke:var(--red);stroke-width:1.5;stroke-dasharray:5 3}svg .cut text{font-size:11px;fill:var(--vscode-errorForeground);paint-order:stroke;stroke:var(--vscode-editor-background);stroke-width:5}
svg .box{cursor:pointer;outline:none}svg .box.here rect{fill:var(--vscode-editor-selectionBackground)}
svg .box:focus rect,svg .box:hover rect{stroke:var(--vscode-focusBorder);stroke-width:2.5}svg .edge.near path{stroke:var(--vscode-focusBorder);stroke-width:2}
.vscode-high-contrast svg .box:not(.leaf,.group,.gone,.fails) rect,.vscode-high-contrast svg .edge:not(.cut) path{stroke:var(--vscode-contrastBorder)}.vscode-high-contrast svg .beyond{opacity:1}
.vscode-high-contrast svg .box.here rect{fill:var(--vscode-editorWidget-background);stroke:var(--vscode-contrastActiveBorder);stroke-width:3}
.vscode-high-contrast svg .box:focus rect,.vscode-high-contrast svg .edge.near path{stroke:var(--vscode-contrastActiveBorder)}
.vscode-high-contrast button[aria-pressed=true]{outline:2px solid var(--vscode-contrastActiveBorder)}
`;

export function graphPage(webview: vscode.Webview, script: vscode.Uri): string {
	const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
	const button = (id: string, text: string, label: string, more = "") =>
		`<button id="${id}" title="${html(label)}" aria-label="${html(label)}"${more}>${text}</button>`;
	const legend = (style: string, text: string, line = false) =>
		`<span><i${line ? ' class="line"' : ""} data-style="${style}"></i>${html(text)}</span>`;
	return `<!DOCTYPE html>
<html lang="${html(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}' ${webview.cspSource};">
<meta name="viewport" content="width=device-width">
<style nonce="${nonce}">${STYLE}${LEGEND_STYLE}</style>
</head>
<body data-none="${html(vscode.l10n.t("Nothing here computes a value with a gradient. Put the cursor into a forward method, a training step, or on a backward call."))}">
<header>
<h1 id="title">${html(vscode.l10n.t("Autograd graph"))}</h1>
${button("out", "−", vscode.l10n.t("Zoom out"))}${button("in", "+", vscode.l10n.t("Zoom in"))}${button("fit", "⤢", vscode.l10n.t("Fit to the panel"))}
${button("less", "⊟", vscode.l10n.t("Fold: fewer boxes"))}${button("more", "⊞", vscode.l10n.t("Unfold: more boxes"))}
${button("follow", vscode.l10n.t("Follow"), vscode.l10n.t("Follow the cursor"), ' aria-pressed="true"')}${button("save", "SVG", vscode.l10n.t("Save as SVG"))}
</header>
<div id="note" role="status"></div>
<main id="picture" tabindex="0" role="application" aria-label="${html(vscode.l10n.t("Autograd graph. Arrow keys move along edges, Enter goes to the source, Space folds and unfolds, plus and minus zoom."))}"></main>
<footer>${legend("leaf", vscode.l10n.t("parameter or leaf"))}${legend("group", vscode.l10n.t("folded: Space or double-click unfolds"))}${legend("beyond", vscode.l10n.t("behind a cut"))}${legend("red", vscode.l10n.t("no graph, or backward stops here"))}${legend("cut", vscode.l10n.t("gradient is cut"), true)}<span><s>${html(vscode.l10n.t("saved"))}</s> ${html(vscode.l10n.t("freed by backward"))}</span></footer>
<script nonce="${nonce}" src="${webview.asWebviewUri(script)}"></script>
</body>
</html>`;
}

const LEGEND_STYLE =
	"i[data-style=leaf]{border-color:var(--blue)}i[data-style=group]{border-color:var(--green)}i[data-style=beyond]{border-style:dotted}i[data-style=red]{border-color:var(--red)}i[data-style=cut]{border-color:var(--red);border-style:dashed}";

const html = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
