/** The list of findings: what is wrong, its story step by step, PyTorch's own words, the fixes, and the rule's page. */
import type { Finding, Fix } from "../../engine/index.ts";
import { markdown } from "./markdown.ts";
import type { RulePage } from "./protocol.ts";

export interface Acts {
	lineOf(offset: number): number;
	point(places: readonly { start: number; end: number }[], to: { start: number; end: number }): void;
	apply(fix: Fix): void;
	rule(code: string): RulePage | undefined;
}

export function element<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	className: string,
	...children: (string | Node)[]
): HTMLElementTagNameMap[K] {
	const made = document.createElement(tag);
	if (className !== "") made.className = className;
	made.append(...children);
	return made;
}

export function button(className: string, label: string, act: () => void): HTMLButtonElement {
	const made = element("button", className, ...inlineCode(label));
	made.type = "button";
	made.addEventListener("click", act);
	return made;
}

export function findingCard(finding: Finding, acts: Acts): HTMLElement {
	const card = element("article", `finding ${finding.severity}`);
	const places = finding.related.length > 0 ? finding.related : [finding];
	const line = (at: { start: number }) => `line ${acts.lineOf(at.start)}`;
	const title = element("h3", "", element("span", "badge", finding.severity), " ", element("code", "", finding.code), " ");
	title.append(button("link", line(finding), () => acts.point(places, finding)));
	card.append(title, element("p", "message", ...inlineCode(finding.message)));
	if (finding.related.length > 0) {
		const story = element("ol", "story");
		for (const step of finding.related)
			story.append(
				element(
					"li",
					"",
					button("link", line(step), () => acts.point(places, step)),
					" ",
					...inlineCode(step.message),
				),
			);
		card.append(story);
	}
	if (finding.predicts)
		card.append(
			element(
				"p",
				"predicts",
				element("strong", "", finding.certainty === "must" ? "PyTorch raises" : "PyTorch may raise"),
				` in line ${finding.predicts.line}: `,
				element("q", "", `${finding.predicts.type}: ${finding.predicts.message}`),
			),
		);
	const buttons = element("p", "acts");
	for (const fix of finding.fixes)
		buttons.append(
			button(
				fix.applicability === "safe" ? "fix" : "fix unsafe",
				fix.applicability === "safe" ? `Fix: ${fix.title}` : `Fix (look at it first): ${fix.title}`,
				() => acts.apply(fix),
			),
		);
	const page = acts.rule(finding.code);
	if (page) buttons.append(button("link", "Why is this a rule?", () => toggle(card, page)));
	card.append(buttons);
	return card;
}

function toggle(card: HTMLElement, page: RulePage): void {
	const open = card.querySelector(".why");
	if (open) open.remove();
	else {
		const why = element("div", "why");
		why.append(markdown(page.why));
		card.append(why);
	}
}

/** `code` between backticks; everything else is text. */
function inlineCode(text: string): (string | Node)[] {
	return text.split(/(`[^`]+`)/).map((part) => (/^`[^`]+`$/.test(part) ? element("code", "", part.slice(1, -1)) : part));
}
