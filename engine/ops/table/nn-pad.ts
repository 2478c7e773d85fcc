/** Padding: constant, reflection, replication, circular. */
import { keepsFormat } from "../kernel/formats.ts";
import { add, type Dim, dimText, isKnown, neg, sub } from "../../shape/dim.ts";
import { type Sizes, sizesText } from "../../shape/shape.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call, callInPlace, slice, zerosLike } from "../aten.ts";
import { byParts } from "../kernel/complex-parts.ts";
import { affordable, count } from "../kernel/elementwise.ts";
import { borderTaps } from "../kernel/interpolate.ts";
import { imaginary, type Scalar } from "../kernel/scalar.ts";
import { check, rounded, spread, unknownNumbers } from "../kernel/rounded.ts";
import { applySeparable, type Taps, transposeSeparable } from "../kernel/separable.ts";
import { defineComposites, defineRows } from "../row.ts";

/** [left, right] of each trailing dimension, first dimension first (the argument names the last dimension first). */
function pairs(pad: Dim[]): [Dim, Dim][] {
	const out: [Dim, Dim][] = [];
	for (let i = pad.length - 2; i >= 0; i -= 2) out.push([pad[i]!, pad[i + 1]!]);
	return out;
}

function paddedSizes(x: Tensor, pad: Dim[]): Dim[] {
	const by = pairs(pad);
	const lead = x.dim - by.length;
	return x.sizes.map((s, i) => (i < lead ? s : add(add(s, by[i - lead]![0]), by[i - lead]![1])));
}

function constantForward(x: Tensor, pad: Dim[], value: Scalar): Tensor {
	check(pad.length % 2 === 0, () => `Length of pad must be even but instead it equals ${pad.length}`);
	check(
		x.dim * 2 >= pad.length,
		() =>
			`Length of pad should be no more than twice the number of dimensions of the input. Pad length is ${pad.length} while the input has ${x.dim} dimensions.`,
	);
	const sizes = paddedSizes(x, pad);
	const lead = x.dim - pad.length / 2;
	pairs(pad).forEach(([l, r], i) => {
		const s = x.sizes[lead + i]!;
		if (!isKnown(s) || !isKnown(l) || !isKnown(r)) return;
		// Negative padding cuts by narrow first.
		if (Math.min(l, 0) + Math.min(r, 0) + s < 0)
			throw new TorchError("RuntimeError", "narrow(): length must be non-negative.", { key: "PAD" });
		check(
			s + l + r >= 0,
			() =>
				`The input size ${s}, plus negative padding ${l} and ${r}, resulted in a negative output size, which is invalid. Check dimension ${lead + i} of your input.`,
		);
	});
	const total = count(sizes);
	if (total === null || count(x.sizes) === null || !affordable([x], total)) return unknownNumbers(sizes, x.dtype);
	const w = x.dtype.width;
	const out = x.dtype.make(total * w);
	const filler = x.dtype.round === null ? Number(value) : x.dtype.round(Number(value));
	for (let i = 0; i < total; i++) {
		out[i * w] = filler;
		if (w === 2) out[2 * i + 1] = imaginary(value);
	}
	const values = x.numbers()!;
	const offsets = new Array<number>(x.dim).fill(0);
	pairs(pad).forEach(([l], i) => (offsets[lead + i] = l as number));
	const index = new Int32Array(x.dim);
	for (let at = 0; at * w < values.length; at++) {
		let to = 0;
		let inside = true;
		for (let d = 0; d < x.dim; d++) {
			const p = index[d]! + offsets[d]!;
			if (p < 0 || p >= (sizes[d] as number)) inside = false;
			to = to * (sizes[d] as number) + p;
		}
		if (inside) for (let k = 0; k < w; k++) out[to * w + k] = values[at * w + k]!;
		for (let d = x.dim - 1; d >= 0; d--) {
			if (++index[d]! < (x.sizes[d] as number)) break;
			index[d] = 0;
		}
	}
	return rounded(sizes, x.dtype, out);
}

const SUPPORTED = `Supported combinations for non-constant padding:
  - 2D or 3D input: padding size = 2 (pads last dimension)
  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)
  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)`;

function border(n: number, mode: "reflect" | "replicate") {
	const maps = (x: { sizes: Sizes }, pad: Dim[]): Taps[] => {
		const by = pairs(pad);
		const spatial = x.sizes.slice(-n);
		return spatial.map((s, i) => borderTaps(s as number, by[i]![0] as number, by[i]![1] as number, mode));
	};
	const known = (sizes: Sizes, pad: Dim[]): boolean => count(sizes) !== null && pad.every(isKnown);
	const kernel = {
		forward: (x: Tensor, padding: Dim[]): Tensor => {
			const pad = spread(padding, 2 * n);
			const by = pairs(pad);
			const sizes = paddedSizes(x, pad);
			if (mode === "reflect")
				for (let i = n - 1; i >= 0; i--) {
					const d = x.dim - n + i;
					const s = x.sizes[d]!;
					const [l, r] = by[i]!;
					if (isKnown(s) && isKnown(l) && isKnown(r))
						check(
							l < s && r < s,
							() =>
								`Argument #${2 * (n - i) + 2}: Padding size should be less than the corresponding input dimension, but got: padding (${l}, ${r}) at dimension ${d} of input ${sizesText(x.sizes)}`,
						);
				}
			const letters = n === 1 ? ["W"] : n === 2 ? ["H", "W"] : ["D", "H", "W"];
			const spatial = x.sizes.slice(-n);
			const out = sizes.slice(-n);
			check(
				out.some((o) => !isKnown(o) || o >= 1),
				() =>
					`input (${letters.map((l, i) => `${l}: ${dimText(spatial[i]!)}`).join(n === 1 ? "" : ", ")}) is too small. Calculated output ${letters.map((l, i) => `${l}: ${dimText(out[i]!)}`).join(n === 1 ? "" : " ")}`,
			);
			if (x.dtype.width === 2) return byParts(x, (part) => kernel.forward(part, padding));
			if (!known(sizes, pad) || count(x.sizes) === null || !affordable([x], count(sizes)!)) return unknownNumbers(sizes, x.dtype);
			return rounded(sizes, x.dtype, applySeparable(x.numbers()!, count(x.sizes.slice(0, -n))!, maps(x, pad)));
		},
		backward: (g: Tensor, x: Tensor, padding: Dim[]): Tensor => {
			if (g.dtype.width === 2) return byParts(g, (part) => kernel.backward(part, x, padding));
			const pad = spread(padding, 2 * n);
			if (!known(x.sizes, pad) || !affordable([g], count(x.sizes)!)) return unknownNumbers(x.sizes, g.dtype);
			return rounded(x.sizes, g.dtype, transposeSeparable(g.numbers()!, count(x.sizes.slice(0, -n))!, maps(x, pad)));
		},
	};
	return kernel;
}

for (const [word, mode] of [
	["reflection", "reflect"],
	["replication", "replicate"],
] as const)
	for (const n of [1, 2, 3]) {
		const name = `${word}_pad${n}d`;
		const kernel = border(n, mode);
		defineRows({
			[name]: {
				forward: n === 2 ? keepsFormat(kernel.forward) : kernel.forward,
				grad: { self: (g, e) => call(`${name}_backward`, g, e.self, e.padding) },
			},
			[`${name}_backward`]: {
				forward: kernel.backward,
				grad: { grad_output: (g, e) => call(name, g, e.padding), self: (_g, e) => zerosLike(e.self) },
			},
		});
	}

defineRows({
	constant_pad_nd: {
		forward: keepsFormat(constantForward),
		grad: { self: (g, e) => call("constant_pad_nd", g, (e.pad as Dim[]).map(neg), 0) },
	},
});

/** Circular padding writes slices into an empty tensor: the centre, then the wrapped borders dimension by dimension. */
function circular(x: Tensor, pad: Dim[]): Tensor {
	if (x.unknownShape) return call("constant_pad_nd", x, pad, 0);
	const by = pairs(pad);
	const n = by.length;
	check(x.dim === n + 1 || x.dim === n + 2, () => `Invalid padding size, expected ${(x.dim - 2) * 2} but got ${pad.length}`);
	const lead = x.dim - n;
	by.forEach(([l, r], i) => {
		const s = x.sizes[lead + i]!;
		if (!isKnown(s) || !isKnown(l) || !isKnown(r)) return;
		check(l <= s && r <= s, () => "Padding value causes wrapping around more than once.");
		check(l + r + s >= 0, () => "Negative padding value is resulting in an empty dimension");
	});
	const sizes = paddedSizes(x, pad);
	// Every place is written below.
	const out = call("zeros", [...sizes], x.dtype);
	let target = out;
	let source = x;
	const positive = (d: Dim): Dim => (isKnown(d) ? Math.max(d, 0) : d);
	const negative = (d: Dim): Dim => (isKnown(d) ? Math.max(-d, 0) : 0);
	by.forEach(([l, r], i) => {
		const d = lead + i;
		target = slice(target, d, positive(l), sub(sizes[d]!, positive(r)));
		source = slice(source, d, negative(l), sub(x.sizes[d]!, negative(r)));
	});
	callInPlace("copy", [target, source]);
	by.forEach(([l, r], i) => {
		const d = lead + i;
		const size = sizes[d]!;
		const copy = (to: Tensor, from: Tensor): void => void callInPlace("copy", [to, from]);
		if (!isKnown(l) || l > 0) copy(slice(out, d, 0, l), slice(out, d, sub(size, add(l, positive(r))), sub(size, positive(r))));
		if (!isKnown(r) || r > 0) copy(slice(out, d, sub(size, r), size), slice(out, d, positive(l), add(positive(l), r)));
	});
	return out;
}

const MODES = ["constant", "reflect", "replicate", "circular"];

function padEnum(x: Tensor, pad: Dim[], mode: number, value: number | null): Tensor {
	if (!x.unknownShape) {
		check(pad.length % 2 === 0, () => "Padding length must be divisible by 2");
		check(
			pad.length <= 2 * x.dim,
			() =>
				`Padding length should be less than or equal to two times the input dimension but got padding length ${pad.length} and input of dimension ${x.dim}`,
		);
	}
	if (mode === 0) return call("constant_pad_nd", x, pad, Object(value ?? 0));
	check(value === null || value === 0, () => `Padding mode "${MODES[mode]}" doesn't take in value argument`);
	const n = pad.length / 2;
	if (!x.unknownShape && (x.dim < n + 1 || x.dim > n + 2 || n > 3))
		throw new TorchError("NotImplementedError", `Padding size ${pad.length} is not supported for ${x.dim}D input tensor.\n${SUPPORTED}`, {
			key: "PAD",
		});
	if (mode === 3) return circular(x, pad);
	return call(`${mode === 1 ? "reflection" : "replication"}_pad${n}d`, x, pad);
}

defineComposites({
	_pad_circular: circular,
	_pad_enum: padEnum,
	pad: (x: Tensor, pad: Dim[], mode: string, value: number | null) => {
		const at = MODES.indexOf(mode);
		if (at < 0) throw new TorchError("NotImplementedError", `Unrecognised padding mode ${mode}`, { key: "PAD" });
		return padEnum(x, pad, at, value);
	},
});
