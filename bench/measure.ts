/** Timing: medians and spread, processes run to their end, and two contestants taken alternately so that noise hits both. */
import { spawnSync } from "node:child_process";

export interface Spread {
	n: number;
	median: number;
	min: number;
	max: number;
}

/** What a peer did in the same run. */
export interface PeerRow extends Spread {
	name: string;
	/** Median of the rounds' own ratios, peer over ours: how many times faster we are. */
	ratio: number;
}

/** One line of the table. */
export interface BenchRow extends Spread {
	bench: string;
	subject: string;
	unit: "ms" | "us/op";
	peers: PeerRow[];
	/** What was done in that time: a fast engine that skips work shows it here. */
	counters: Record<string, number>;
	/** Why a peer is missing, or what its figure means. */
	notes: string[];
}

const middle = (sorted: readonly number[]): number =>
	sorted.length % 2 === 1 ? sorted[sorted.length >> 1]! : (sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2;

export function median(values: readonly number[]): number {
	return middle([...values].sort((a, b) => a - b));
}

export function spread(values: readonly number[]): Spread {
	return { n: values.length, median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

export interface Contestant {
	name: string;
	/** Does the work once and returns what it took, in the row's unit. */
	once(): number;
}

/** Rounds of ours and every peer, in an order that turns round each time (ABBA), after one round that is not counted. */
export function interleave(ours: Contestant, peers: readonly Contestant[], rounds: number): Spread & { peers: PeerRow[] } {
	const all = [ours, ...peers];
	const taken = all.map(() => [] as number[]);
	for (const contestant of all) contestant.once();
	for (let round = 0; round < rounds; round++) {
		const order = all.map((_, i) => (round % 2 === 0 ? i : all.length - 1 - i));
		for (const i of order) taken[i]!.push(all[i]!.once());
	}
	return {
		...spread(taken[0]!),
		peers: peers.map(({ name }, i) => ({
			name,
			...spread(taken[i + 1]!),
			ratio: median(taken[i + 1]!.map((value, round) => value / taken[0]![round]!)),
		})),
	};
}

/** Milliseconds from spawn to the end of a process. */
export function processTime(command: string, words: readonly string[], accepted: readonly number[] = [0, 1]): number {
	const began = performance.now();
	const { status, stderr, error } = spawnSync(command, words, { encoding: "utf8", maxBuffer: 1 << 28 });
	const took = performance.now() - began;
	if (error || status === null || !accepted.includes(status))
		throw new Error(`${command} ${words.join(" ")} ended with ${status}: ${error?.message ?? stderr.slice(-2000)}`);
	return took;
}

/** What a process prints on its last line, as JSON. */
export function processJson<T>(command: string, words: readonly string[]): T {
	const { status, stdout, stderr } = spawnSync(command, words, { encoding: "utf8", maxBuffer: 1 << 28 });
	if (status !== 0) throw new Error(`${command} ${words.join(" ")} ended with ${status}: ${stderr.slice(-2000)}`);
	return JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as T;
}
