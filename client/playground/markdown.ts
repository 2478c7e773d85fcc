/** Markdown as elements. What it says comes from the program on the page, so raw HTML in it stays text. */
import { micromark } from "micromark";

export function markdown(text: string): DocumentFragment {
	const template = document.createElement("template");
	// micromark escapes HTML and drops dangerous addresses unless told otherwise.
	template.innerHTML = micromark(text);
	for (const link of template.content.querySelectorAll("a")) Object.assign(link, { target: "_blank", rel: "noopener" });
	return template.content;
}
