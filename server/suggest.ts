/** "Did you mean": the closest of the known names. */

/** A longer word is no slip of the finger. */
const LONGEST = 60;

/** `; did you mean ...?` when something close exists. */
export function suggestion(given: string, known: readonly string[]): string {
	if (given.length > LONGEST) return "";
	let best: string | null = null;
	let least = Math.max(2, Math.floor(given.length / 3)) + 1;
	for (const name of known) {
		const distance = editDistance(given.toLowerCase().replaceAll("_", "-"), name.toLowerCase());
		if (distance < least) [best, least] = [name, distance];
	}
	return best === null ? "" : `; did you mean \`${best}\`?`;
}

function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
		row = next;
	}
	return row[b.length]!;
}
