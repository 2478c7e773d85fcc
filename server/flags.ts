/** Reads options as the command line parser leaves them: camel case, and a repeated option as a list of which the last counts. */
import { UsageError } from "./usage.ts";

export type Raw = Record<string, unknown>;

function value(raw: Raw, name: string): unknown {
	return raw[name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
}

export function flag(raw: Raw, name: string): boolean {
	const given = value(raw, name);
	return Array.isArray(given) ? given.at(-1) === true : given === true;
}

export function text(raw: Raw, name: string): string | null {
	const given = value(raw, name);
	const last = Array.isArray(given) ? given.at(-1) : given;
	return last === undefined ? null : String(last);
}

/** Separated by commas, or repeated. */
export function list(raw: Raw, name: string): string[] {
	const given = value(raw, name);
	if (given === undefined) return [];
	return [given]
		.flat()
		.flatMap((part) => String(part).split(","))
		.map((part) => part.trim())
		.filter(Boolean);
}

export function number(raw: Raw, name: string, least: number): number | null {
	const given = text(raw, name);
	if (given === null) return null;
	const result = Number(given);
	if (!Number.isFinite(result) || result < least) throw new UsageError(`--${name} must be a number, at least ${least}`);
	return result;
}

export function shard(raw: Raw): { index: number; count: number } | null {
	const given = text(raw, "shard");
	if (given === null) return null;
	const match = /^(\d+)\/(\d+)$/.exec(given);
	const [index, count] = [Number(match?.[1]), Number(match?.[2])];
	if (!match || index < 1 || index > count) throw new UsageError("--shard must be I/N with 1 <= I <= N, for example 2/4");
	return { index, count };
}
