/** Tensors as text, as PyTorch prints them with its default options (precision 4, threshold 1000, 3 edge items, 80 columns). */
import { type DType, type Numbers, toReal } from "../shape/dtype.ts";
import { dimText } from "../shape/dim.ts";
import { TorchError } from "../autograd/errors.ts";
import type { Node } from "../autograd/node.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { gradFnOf, requiresGrad } from "../autograd/view.ts";
import { perWorld, world } from "../autograd/world.ts";
import { fixed } from "../values/decimal.ts";

export interface PrintOptions {
	precision: number;
	threshold: number;
	edgeItems: number;
	lineWidth: number;
	/** null: decide by the numbers. */
	sciMode: boolean | null;
}
export const printDefaults: PrintOptions = { precision: 4, threshold: 1000, edgeItems: 3, lineWidth: 80, sciMode: null };
/** torch.set_printoptions changes these. */
export const printOptions: () => PrintOptions = perWorld(() => ({ ...printDefaults }));

/** A number in `.4e` form as Python writes it. */
function scientific(x: number, precision: number): string {
	if (!Number.isFinite(x)) return special(x);
	const [m, e] = evenly(x, precision).split("e") as [string, string];
	const digits = e.slice(1).padStart(2, "0");
	return `${m}e${e[0]}${digits}`;
}
/** JavaScript rounds a tie up, C to the even digit. */
function evenly(x: number, precision: number): string {
	const up = x.toExponential(precision);
	const exact = x.toExponential(Math.min(100, precision + 50));
	const rest = exact.slice(exact.indexOf(".") + 1 + precision, exact.indexOf("e"));
	if (!/^50*$/.test(rest) || Number(/\d(?=e)/.exec(up)![0]) % 2 === 0) return up;
	return `${exact.slice(0, exact.indexOf(".") + (precision === 0 ? 0 : 1 + precision))}${exact.slice(exact.indexOf("e"))}`;
}
const special = (x: number): string => (Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf");
const plain = (x: number, precision: number): string =>
	Number.isFinite(x) ? (x < 0 || Object.is(x, -0) ? "-" : "") + fixed(Math.abs(x), precision) : special(x);

/** Decides once per tensor how its numbers look and how wide they are. */
class Formatter {
	#floating: boolean;
	#bool: boolean;
	#int = true;
	#sci = false;
	width = 1;

	constructor(values: ArrayLike<number>, dtype: DType) {
		this.#floating = dtype.category >= 2;
		this.#bool = dtype.category === 0;
		if (!this.#floating) {
			for (let i = 0; i < values.length; i++) this.width = Math.max(this.width, this.#integer(values[i]!).length);
			return;
		}
		let min = Number.POSITIVE_INFINITY;
		let max = 0;
		const used: number[] = [];
		for (let i = 0; i < values.length; i++) {
			const x = values[i]!;
			if (!Number.isFinite(x) || x === 0) continue;
			used.push(x);
			const a = Math.abs(x);
			if (a < min) min = a;
			if (a > max) max = a;
			if (x !== Math.ceil(x)) this.#int = false;
		}
		if (used.length === 0) return;
		const { precision, sciMode } = printOptions();
		this.#sci = sciMode ?? (max / min > 1000 || max > 1e8 || (!this.#int && min < 1e-4));
		for (const x of used) {
			const text = this.#sci ? scientific(x, precision) : this.#int ? plain(x, 0) : plain(x, precision);
			this.width = Math.max(this.width, text.length + (this.#int && !this.#sci ? 1 : 0));
		}
	}

	#integer(x: number): string {
		if (this.#bool) return x !== 0 ? "True" : "False";
		return Number.isSafeInteger(x) ? String(x === 0 ? 0 : x) : BigInt(Math.trunc(x)).toString();
	}

	format(x: number): string {
		let text: string;
		if (!this.#floating) text = this.#integer(x);
		else if (this.#sci) text = scientific(x, printOptions().precision);
		else if (this.#int) text = Number.isFinite(x) ? `${plain(x, 0)}.` : special(x);
		else text = plain(x, printOptions().precision);
		return text.padStart(this.width);
	}
}

/** Formats element i of the flat numbers; complex ones as `1.0000+2.0000j`. */
function elementFormatter(values: Numbers, shown: number[], dtype: DType): { width: number; at: (i: number) => string } {
	if (dtype.width === 1) {
		const f = new Formatter(
			shown.map((i) => values[i]!),
			dtype,
		);
		return { width: f.width, at: (i) => f.format(values[i]!) };
	}
	const real = new Formatter(
		shown.map((i) => values[2 * i]!),
		toReal(dtype),
	);
	const imag = new Formatter(
		shown.map((i) => values[2 * i + 1]!),
		toReal(dtype),
	);
	const at = (i: number): string => {
		const im = imag.format(values[2 * i + 1]!).trimStart();
		return `${real.format(values[2 * i]!)}${im.startsWith("-") || im.startsWith("+") ? im : `+${im}`}j`;
	};
	return { width: real.width + imag.width + 1, at };
}

/** Positions along a dimension that are shown; null stands for `...`. */
function shownPositions(size: number, summarize: boolean): (number | null)[] {
	const { edgeItems } = printOptions();
	if (!summarize || size <= 2 * edgeItems) return Array.from({ length: size }, (_, i) => i);
	return [...Array.from({ length: edgeItems }, (_, i) => i), null, ...Array.from({ length: edgeItems }, (_, i) => size - edgeItems + i)];
}

/** The bracketed numbers. */
export function dataText(values: Numbers, sizes: readonly number[], dtype: DType, indent: number): string {
	let n = 1;
	for (const s of sizes) n *= s;
	const summarize = n > printOptions().threshold;
	const strides: number[] = new Array(sizes.length);
	let stride = 1;
	for (let d = sizes.length - 1; d >= 0; d--) {
		strides[d] = stride;
		stride *= sizes[d]!;
	}
	const shown: number[] = [];
	const collect = (d: number, base: number): void => {
		if (d === sizes.length) {
			shown.push(base);
			return;
		}
		for (const p of shownPositions(sizes[d]!, summarize)) if (p !== null) collect(d + 1, base + p * strides[d]!);
	};
	collect(0, 0);
	const f = elementFormatter(values, shown, dtype);
	const render = (d: number, base: number, depth: number): string => {
		if (d === sizes.length) return f.at(base);
		const positions = shownPositions(sizes[d]!, summarize);
		if (d === sizes.length - 1) {
			const perLine = Math.max(1, Math.floor((printOptions().lineWidth - depth) / (f.width + 2)));
			const texts = positions.map((p) => (p === null ? " ..." : f.at(base + p)));
			const lines: string[] = [];
			for (let i = 0; i < texts.length; i += perLine) lines.push(texts.slice(i, i + perLine).join(", "));
			return `[${lines.join(`,\n${" ".repeat(depth + 1)}`)}]`;
		}
		const parts = positions.map((p) => (p === null ? "..." : render(d + 1, base + p * strides[d]!, depth + 1)));
		return `[${parts.join(`,${"\n".repeat(sizes.length - d - 1)}${" ".repeat(depth + 1)}`)}]`;
	};
	return render(0, 0, indent);
}

/** `<AddBackward0>` as printed; namespaced nodes print their bare name. */
export const gradFnName = (node: Node): string => node.name;

/** `tensor(...)`, with `prefix` for subclasses' own printing. */
export function tensorText(t: Tensor, prefix = "tensor("): string {
	const indent = prefix.length;
	const suffixes: string[] = [];
	if (t.device !== "cpu" && t.device !== "meta")
		suffixes.push(`device='${t.device.includes(":") || t.device !== "cuda" ? t.device : "cuda:0"}'`);
	const isDefault =
		t.dtype.name === world.defaultDtype ||
		t.dtype.name === "int64" ||
		t.dtype.name === "bool" ||
		(t.dtype.name === "complex64" && world.defaultDtype === "float32");
	const sizes = t.numberSizes();
	let body: string;
	if (t.device === "meta") {
		body = "...";
		suffixes.push("device='meta'", `size=(${t.sizes.map(dimText).join(", ")}${t.dim === 1 ? "," : ""})`);
		if (t.dtype.name !== world.defaultDtype) suffixes.push(`dtype=torch.${t.dtype.name}`);
	} else if (sizes !== null && t.numel === 0 && !t.unknownShape) {
		if (t.dim !== 1) suffixes.push(`size=(${sizes.join(", ")}${t.dim === 1 ? "," : ""})`);
		if (t.dtype.name !== world.defaultDtype) suffixes.push(`dtype=torch.${t.dtype.name}`);
		body = "[]";
	} else {
		if (!isDefault) suffixes.push(`dtype=torch.${t.dtype.name}`);
		const values = sizes === null || t.unknownShape ? null : t.numbers();
		body = values === null ? "?" : dataText(values, sizes!, t.dtype, indent);
	}
	let node: Node | null = null;
	let invalid = false;
	try {
		node = gradFnOf(t);
	} catch (e) {
		if (!(e instanceof TorchError)) throw e;
		invalid = true;
	}
	if (invalid) suffixes.push("grad_fn=<Invalid>");
	else if (node !== null) suffixes.push(`grad_fn=<${gradFnName(node)}>`);
	else if (requiresGrad(t)) suffixes.push("requires_grad=True");
	return addSuffixes(prefix + body, suffixes, indent);
}

function addSuffixes(text: string, suffixes: string[], indent: number): string {
	let out = text;
	let lineLength = text.length - text.lastIndexOf("\n") + 1;
	for (const s of suffixes) {
		if (lineLength + s.length + 2 > printOptions().lineWidth) {
			out += `,\n${" ".repeat(indent)}${s}`;
			lineLength = indent + s.length;
		} else {
			out += `, ${s}`;
			lineLength += s.length + 2;
		}
	}
	return `${out})`;
}
