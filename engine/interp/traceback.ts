/** Python's own rendering of an exception nobody caught. */
import { exceptionState } from "../values/exceptions.ts";
import { rt } from "../values/runtime.ts";
import { fillHoles } from "../values/text.ts";
import { PyInstance, type PyRaise, type Site, type Value } from "../values/value.ts";
import { PyTraceback } from "./exceptions.ts";
import { lineOf, linesOf } from "./frame.ts";

export function exceptionText(value: PyInstance): string {
	try {
		return fillHoles(rt.str(value));
	} catch {
		return "<exception str() failed>";
	}
}
/** `ValueError`, `package.module.Error`. */
export function typeText(value: PyInstance): string {
	const { cls } = value;
	return cls.module === "builtins" || cls.module === "__main__" ? cls.qualname : `${cls.module}.${cls.qualname}`;
}
export function exceptionLine(value: PyInstance): string {
	const text = exceptionText(value);
	return text === "" ? typeText(value) : `${typeText(value)}: ${text}`;
}

function frames(sites: readonly Site[]): string[] {
	const out: string[] = [];
	let last = "";
	let repeated = 0;
	const flush = (): void => {
		if (repeated > 3) out.push(`  [Previous line repeated ${repeated - 3} more time${repeated - 3 === 1 ? "" : "s"}]`);
	};
	for (let i = sites.length - 1; i >= 0; i--) {
		const site = sites[i]!;
		if (!site.isUser && site.source.installed !== true) continue;
		const line = lineOf(site);
		const head = `  File "${site.source.path}", line ${line}, in ${site.inFunction}`;
		if (head === last) {
			repeated++;
			if (repeated > 3) continue;
		} else {
			flush();
			last = head;
			repeated = 1;
		}
		const code = linesOf(site.source).lineText(line).trim();
		out.push(code === "" ? head : `${head}\n    ${code}`);
	}
	flush();
	return out;
}

/** The frames from `site` outwards as `traceback.format_stack()` writes them. */
export function renderStack(site: Site | null): string {
	const sites: Site[] = [];
	for (let at = site; at !== null; at = at.caller) sites.push(at);
	return frames(sites)
		.map((line) => `${line}\n`)
		.join("");
}

/** The whole text, with causes and contexts. */
export function renderTraceback(raise: PyRaise): string {
	return `${render(raise.value, raise.sites, new Set()).join("\n")}\n`;
}
export function renderException(value: PyInstance): string {
	const tb = exceptionState(value).traceback;
	return `${render(value, tb instanceof PyTraceback ? tb.sites : [], new Set()).join("\n")}\n`;
}
function render(value: PyInstance, sites: readonly Site[], seen: Set<Value>): string[] {
	seen.add(value);
	const s = exceptionState(value);
	const out: string[] = [];
	const earlier = (other: Value, sentence: string): void => {
		if (!(other instanceof PyInstance) || seen.has(other)) return;
		const tb = exceptionState(other).traceback;
		out.push(...render(other, tb instanceof PyTraceback ? tb.sites : [], seen), "", sentence, "");
	};
	if (s.cause !== null) earlier(s.cause, "The above exception was the direct cause of the following exception:");
	else if (!s.suppressContext) earlier(s.context, "During handling of the above exception, another exception occurred:");
	const lines = frames(sites);
	if (lines.length > 0) out.push("Traceback (most recent call last):", ...lines);
	out.push(exceptionLine(value));
	const notes = value.dict.get("__notes__");
	if (notes !== undefined) for (const note of rt.items(notes) ?? []) out.push(fillHoles(rt.str(note)));
	return out;
}
