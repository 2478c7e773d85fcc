/** While code is half typed, findings, facts and hints of the last good analysis stay, moved to where their text is now. */
import type { Finding, Place, Report } from "../../engine/index.ts";

/** Moves offsets of `before` to `after`; null for a place that the edit touched. */
function mover(before: string, after: string): (start: number, end: number) => { start: number; end: number } | null {
	const most = Math.min(before.length, after.length);
	let head = 0;
	while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
	let tail = 0;
	while (tail < most - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
	const shift = after.length - before.length;
	return (start, end) => {
		if (end <= head) return { start, end };
		return start >= before.length - tail ? { start: start + shift, end: end + shift } : null;
	};
}

/** `fresh` completed by what `last` knew about `path` and the broken text hides. */
export function keepLastGood(fresh: Report, path: string, after: string, last: { text: string; report: Report }): Report {
	const move = mover(last.text, after);
	const moved = <T extends Place>(item: T): T | null => {
		if (item.path !== path) return item;
		const place = move(item.start, item.end);
		return place && { ...item, ...place };
	};
	const known = new Set(fresh.findings.map(findingKey));
	const findings = [...fresh.findings];
	for (const old of last.report.findings) {
		const finding = moved(old);
		if (!finding || known.has(findingKey(finding))) continue;
		const related = finding.related.map(moved).filter((step) => step !== null);
		// Its fixes were computed for another text.
		findings.push({ ...finding, related, fixes: [] });
	}
	const completed = <T extends Place>(now: readonly T[], before: readonly T[], key: (item: T) => string): T[] => {
		const there = new Set(now.map(key));
		const kept = before.map(moved).filter((item) => item !== null && !there.has(key(item)));
		return [...now, ...(kept as T[])];
	};
	return {
		...fresh,
		findings,
		facts: completed(fresh.facts, last.report.facts, ({ path, start, end }) => `${path}\n${start}\n${end}`),
		hints: completed(fresh.hints, last.report.hints, ({ path, end, kind }) => `${path}\n${end}\n${kind}`),
		reaches: completed(fresh.reaches, last.report.reaches, ({ path, start }) => `${path}\n${start}`),
	};
}

function findingKey(finding: Finding): string {
	return `${finding.path}\n${finding.start}\n${finding.end}\n${finding.code}`;
}
