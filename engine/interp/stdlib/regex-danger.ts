/** Whether matching a part of a regular expression may take exponential time: V8 goes back and tries again, as Python does. */

/** What one character an item may match, over ASCII; null: anything. */
export type Chars = ((code: number) => boolean) | null;
export interface Item {
	text: string;
	chars: Chars;
	/** Matches at least one character. */
	mandatory: boolean;
	/** Character sets repeated without bound inside. */
	loops: Chars[];
	/** A character that every match must contain, outside the loops. */
	anchors: Chars[];
	/** What a match may begin with. */
	first: Chars;
	/** Two alternatives may match the same text, or one part may be left out: repeated, it matches in many ways. */
	ambiguous: boolean;
}

/** A bounded repetition this long is as bad as an unbounded one. */
const MANY = 10;

export const overlap = (a: Chars, b: Chars): boolean => {
	if (a === null || b === null) return true;
	for (let i = 1; i < 128; i++) if (a(i) && b(i)) return true;
	return false;
};
export const union = (sets: readonly Chars[]): Chars => (sets.includes(null) ? null : (c) => sets.some((set) => set!(c)));
/** What a sequence begins with: every item until the first that cannot be left out. */
export const beginning = (items: readonly Item[]): Chars => {
	const mandatory = items.findIndex((i) => i.mandatory);
	return mandatory < 0 ? null : union(items.slice(0, mandatory + 1).map((i) => i.first));
};

/** Whether repeating the item up to `high` times matches one text in many ways. */
export function backtracks(item: Item, high: number): boolean {
	if (high === Infinity && item.loops.length > 0 && !item.anchors.some((a) => item.loops.every((l) => !overlap(a, l)))) return true;
	if (high < MANY) return false;
	return item.ambiguous || (high !== Infinity && !item.mandatory && overlap(item.first, () => true));
}
