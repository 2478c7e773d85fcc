/**
 * Paths by replay: a root runs from scratch with a list of forced decisions. Each undecidable condition not met before on the
 * path takes the arm earlier paths did not take, and queues the other arm when nobody took it yet; so n independent conditions
 * need about two paths, not 2^n.
 */
import type { Span } from "../syntax/nodes.ts";
import { recordLimit } from "./record.ts";
import { GiveUp, state } from "./state.ts";

export class Path {
	readonly id: number;
	readonly forced: boolean[];
	readonly taken: boolean[] = [];
	readonly known: Map<string, boolean> = new Map();
	/** What the path has taken something unknown to be: a text, or None. */
	readonly values: Map<string, string> = new Map();
	constructor(id: number, forced: boolean[]) {
		this.id = id;
		this.forced = forced;
	}
}

interface Arm {
	forced: boolean[];
	node: Span;
}

/** All paths of one root. */
export class PathSet {
	private queue: Arm[] = [];
	/** Bit 0: the false arm was taken; bit 1: the true arm. */
	private covered = new Map<Span, number>();
	private started = 0;
	private readonly limit: number;

	constructor(limit: number) {
		this.limit = limit;
	}
	/** The next path: the script's first, then one for each arm that no path has taken meanwhile. */
	next(): Path | null {
		if (this.started === 0) return new Path(this.started++, []);
		for (let arm = this.queue.shift(); arm !== undefined; arm = this.queue.shift()) {
			const outcome = arm.forced[arm.forced.length - 1]!;
			if (((this.covered.get(arm.node) ?? 0) & bit(outcome)) !== 0) continue;
			if (this.started >= this.limit) {
				recordLimit("paths", `more than ${this.limit} paths`, arm.node);
				return null;
			}
			return new Path(this.started++, arm.forced);
		}
		return null;
	}
	choose(path: Path, node: Span, isUser: boolean): boolean {
		const index = path.taken.length;
		const seen = this.covered.get(node) ?? 0;
		// An arm nobody took comes first; the true one by default. Our own Python does not get paths of its own.
		const outcome = index < path.forced.length ? path.forced[index]! : seen !== bit(true) || state.importing > 0;
		this.covered.set(node, seen | bit(outcome));
		if (isUser && index >= path.forced.length && (seen & bit(!outcome)) === 0) this.queue.push({ forced: [...path.taken, !outcome], node });
		return outcome;
	}
}
const bit = (outcome: boolean): number => (outcome ? 2 : 1);

let current: PathSet | null = null;
/** Gives back the one used until now. */
export function usePaths(paths: PathSet | null): PathSet | null {
	const before = current;
	current = paths;
	return before;
}

export function decide(key: string, why: string): boolean {
	const path = state.path;
	if (state.exact || path === null || current === null) throw new GiveUp("unknown-branch", `a condition cannot be decided: ${why}`);
	const known = path.known.get(key);
	if (known !== undefined) return known;
	const equality = equalityIn(key);
	const value = equality === null ? undefined : path.values.get(equality.of);
	if (value !== undefined) return value === equality!.to;
	const outcome = current.choose(path, state.frame?.node ?? { start: 0, end: 0 }, state.importing === 0 && (state.frame?.isUser ?? true));
	path.known.set(key, outcome);
	path.taken.push(outcome);
	if (equality !== null && outcome) path.values.set(equality.of, equality.to);
	return outcome;
}
/** `mode == "sum"` or `mode is None`: what equals one text equals no other, and is not None. */
function equalityIn(key: string): { of: string; to: string } | null {
	const match = /^(?:==\((.+),("(?:[^"\\]|\\.)*"|None)\)|is\((.+),(None)\))$/s.exec(key);
	return match === null ? null : { of: (match[1] ?? match[3])!, to: (match[2] ?? match[4])! };
}
/** The path goes on as if the condition were known; a question it has answered before keeps its answer. */
export function assume(key: string, why: string, outcome: boolean): void {
	if (state.exact || state.path === null) throw new GiveUp("unknown-branch", `a condition cannot be decided: ${why}`);
	if (!state.path.known.has(key)) state.path.known.set(key, outcome);
}
/** What the path has decided about a condition, or null. */
export function decided(key: string): boolean | null {
	return state.path?.known.get(key) ?? null;
}
