/** `np.pad`: an array made longer on both sides of its axes. */
import { rt } from "../../values/runtime.ts";
import { asNumber } from "../../values/kinds.ts";
import type { Value } from "../../values/value.ts";
import type { Ndarray } from "../ndarray.ts";
import { asArray, lost, numbersOf, sizesOf } from "./kit.ts";
import { along } from "./reduce.ts";

/** Which element of a line of n stands at place i, which may lie outside. */
const PLACES: Record<string, (i: number, n: number) => number> = {
	edge: (i, n) => Math.min(n - 1, Math.max(0, i)),
	wrap: (i, n) => ((i % n) + n) % n,
	reflect: (i, n) => {
		if (n === 1) return 0;
		const k = ((i % (2 * n - 2)) + 2 * n - 2) % (2 * n - 2);
		return k < n ? k : 2 * n - 2 - k;
	},
	symmetric: (i, n) => {
		const k = ((i % (2 * n)) + 2 * n) % (2 * n);
		return k < n ? k : 2 * n - 1 - k;
	},
};

/** One width for all, one pair for all, or a pair for each axis. */
function widthsOf(v: Value, dim: number): [number, number][] {
	const given = asArray(v);
	const n = Array.from(numbersOf(given) ?? lost("how far to pad"));
	const all = n.length === 1 ? [n[0]!, n[0]!] : n.length === 2 ? n : null;
	if (all === null && n.length !== 2 * dim)
		rt.raise(
			"ValueError",
			`operands could not be broadcast together with remapped shapes [original->remapped]: (${sizesOf(given).join(",")})  and requested shape (${dim},2)`,
		);
	if (n.some((x) => x < 0)) rt.raise("ValueError", "index can't contain negative values");
	// A column of widths has one for both sides.
	const column = sizesOf(given).length === 2 && sizesOf(given)[1] === 1;
	return Array.from({ length: dim }, (_, k): [number, number] =>
		column ? [n[k]!, n[k]!] : all !== null ? [all[0]!, all[1]!] : [n[2 * k]!, n[2 * k + 1]!],
	);
}

export function pad(v: Value, width: Value, mode: string, constant: Value | undefined): Value {
	const fill = constant === undefined ? 0 : asNumber(constant);
	const place = PLACES[mode] ?? null;
	if ((mode !== "constant" && place === null) || fill === null) return lost("this way to pad");
	let out: Ndarray = asArray(v);
	widthsOf(width, out.tensor.dim).forEach(([before, after], axis) => {
		if (before + after === 0) return;
		out = along(out, axis, out.tensor.dtype, (line) =>
			Array.from({ length: before + line.length + after }, (_, i) => {
				const at = i - before;
				return place !== null ? line[place(at, line.length)]! : at < 0 || at >= line.length ? fill : line[at]!;
			}),
		);
	});
	return out;
}
