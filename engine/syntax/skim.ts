/**
 * Finds the bodies of functions without parsing them. Of an installed package most functions are never called, and reading a text this
 * way is many times faster than parsing it: `skim` cuts the bodies out, and each is parsed when its function is first called.
 */

/** A function whose body was left out. Offsets are into the whole text. */
export interface Skipped {
	/** Of `def` or `async def`. */
	start: number;
	/** Where the body begins and ends. */
	body: number;
	end: number;
	/** The innermost class around it: names private to a class are spelt with it. */
	className: string | null;
}

interface Block {
	indent: number;
	className: string | null;
	/** Bodies in here stay: types as parameters are known to the whole class only. */
	whole: boolean;
}

/** Below this many characters leaving out gains nothing. */
const SHORT = 60;

/** The text without the bodies of outermost functions; `0` stands for each. */
export function skim(text: string): { text: string; skipped: Skipped[] } {
	const skipped: Skipped[] = [];
	const blocks: Block[] = [];
	for (let at = 0; at < text.length; ) {
		const line = logicalLine(text, at);
		if (line.isBlank) {
			at = line.end;
			continue;
		}
		while (blocks.length > 0 && blocks.at(-1)!.indent >= line.indent) blocks.pop();
		const around = blocks.at(-1);
		const definition = /^(?:async[ \t]+)?def[ \t]/.test(text.slice(line.start, line.start + 40));
		if (definition && !around?.whole && line.endsWithColon) {
			const end = blockEnd(text, line.end, line.indent);
			const body = firstStatement(text, line.end, end.at);
			if (body !== null && end.last - body >= SHORT)
				skipped.push({ start: line.start, body, end: end.last, className: around?.className ?? null });
			at = end.at;
			continue;
		}
		const named = /^class[ \t]+([\w\u0080-\uffff]+)[ \t]*(\[)?/.exec(text.slice(line.start, line.start + 200));
		if (line.endsWithColon)
			blocks.push({
				indent: line.indent,
				className: named?.[1] ?? around?.className ?? null,
				whole: (around?.whole ?? false) || named?.[2] !== undefined,
			});
		at = line.end;
	}
	return { text: cut(text, skipped), skipped };
}

function cut(text: string, skipped: readonly Skipped[]): string {
	const out: string[] = [];
	let from = 0;
	for (const { body, end } of skipped) {
		out.push(text.slice(from, body), "0");
		from = end;
	}
	out.push(text.slice(from));
	return out.join("");
}

/** Where a place of the shortened text is in the whole one. */
export function placesBefore(skipped: readonly Skipped[]): (at: number) => number {
	/** In the shortened text: where each stand-in ends, and how much is missing from there on. */
	const ends: number[] = [];
	const missing: number[] = [];
	let sum = 0;
	for (const { body, end } of skipped) {
		ends.push(body - sum + 1);
		missing.push((sum += end - body - 1));
	}
	return (at) => {
		let low = 0;
		let high = ends.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (ends[middle]! <= at) low = middle + 1;
			else high = middle;
		}
		return low === 0 ? at : at + missing[low - 1]!;
	};
}

interface Line {
	/** Behind the indentation. */
	start: number;
	indent: number;
	/** Behind the line's end. */
	end: number;
	isBlank: boolean;
	endsWithColon: boolean;
}

/** One logical line: brackets, strings and backslashes carry it over ends of lines. */
function logicalLine(text: string, from: number): Line {
	let at = from;
	let indent = 0;
	for (; at < text.length; at++) {
		const c = text.charCodeAt(at);
		if (c === SPACE) indent++;
		else if (c === TAB) indent += 8 - (indent % 8);
		else if (c === FORM_FEED) indent = 0;
		else break;
	}
	const start = at;
	let depth = 0;
	/** The last character that is neither blank nor comment. */
	let last = 0;
	for (; at < text.length; at++) {
		const c = text.charCodeAt(at);
		if (c === NEWLINE || c === RETURN) {
			if (depth === 0) break;
		} else if (c === HASH) {
			at = lineEnd(text, at) - 1;
		} else if (c === QUOTE || c === APOSTROPHE) {
			at = stringEnd(text, at) - 1;
			last = c;
		} else if (c === BACKSLASH) {
			if (text.charCodeAt(at + 1) === RETURN && text.charCodeAt(at + 2) === NEWLINE) at++;
			at++;
			last = c;
		} else if (c !== SPACE && c !== TAB) {
			if (c === 40 || c === 91 || c === 123) depth++;
			else if (c === 41 || c === 93 || c === 125) depth = Math.max(0, depth - 1);
			last = c;
		}
	}
	if (text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE) at++;
	return { start, indent, end: Math.min(text.length, at + 1), isBlank: last === 0, endsWithColon: last === COLON };
}
const [TAB, NEWLINE, FORM_FEED, RETURN, SPACE, QUOTE, HASH, APOSTROPHE, COLON, BACKSLASH] = [9, 10, 12, 13, 32, 34, 35, 39, 58, 92];

function lineEnd(text: string, from: number): number {
	let at = from;
	while (at < text.length && text.charCodeAt(at) !== NEWLINE && text.charCodeAt(at) !== RETURN) at++;
	return at;
}
/** Behind the string that opens at `from`. */
function stringEnd(text: string, from: number): number {
	const quote = text[from]!;
	if (text.startsWith(quote.repeat(3), from)) {
		for (let at = from + 3; ; at += 1) {
			at = text.indexOf(quote.repeat(3), at);
			if (at < 0) return text.length;
			if (!isEscaped(text, at, from + 3)) return at + 3;
		}
	}
	for (let at = from + 1; at < text.length; at++) {
		const c = text.charCodeAt(at);
		if (c === BACKSLASH) at++;
		else if (text[at] === quote) return at + 1;
		else if (c === NEWLINE) return at;
	}
	return text.length;
}
function isEscaped(text: string, at: number, from: number): boolean {
	let n = 0;
	for (let i = at - 1; i >= from && text.charCodeAt(i) === BACKSLASH; i--) n++;
	return n % 2 === 1;
}

/** Where the block below a line of this indentation ends: the next line that is not deeper, and the end of its last statement. */
function blockEnd(text: string, from: number, indent: number): { at: number; last: number } {
	let last = from;
	for (let at = from; at < text.length; ) {
		const line = logicalLine(text, at);
		if (!line.isBlank) {
			if (line.indent <= indent) return { at, last };
			last = line.end;
			while (last > line.start && /\s/.test(text[last - 1]!)) last--;
		}
		at = line.end;
	}
	return { at: text.length, last };
}
function firstStatement(text: string, from: number, to: number): number | null {
	for (let at = from; at < to; ) {
		const line = logicalLine(text, at);
		if (!line.isBlank) return line.start;
		at = line.end;
	}
	return null;
}
