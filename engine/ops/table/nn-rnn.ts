/** Recurrent layers and cells: chains of plain ops as PyTorch's CPU code builds them, except the LSTM, which has a node of its own. */
import { type Dim, dimText, equal, floorDiv, isKnown, mul } from "../../shape/dim.ts";
import { unknownTensor } from "../unknown-results.ts";
import { TorchError } from "../../autograd/errors.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { call, callInPlace, callMany, cat, contiguous, mul as times, select, slice, stack, transpose } from "../aten.ts";
import { check, warnOnce } from "../kernel/rounded.ts";
import { defineComposites } from "../row.ts";
import { lstmLayer } from "./nn-lstm-layer.ts";

interface Params {
	ih: Tensor;
	hh: Tensor;
	bih: Tensor | null;
	bhh: Tensor | null;
	hr: Tensor | null;
}
/** Hidden state: [h] or [h, c]. */
type Hidden = Tensor[];
/** One step; `ready`: the input has already been multiplied by the input weights. */
type Cell = (x: Tensor, h: Hidden, p: Params, ready: boolean) => Hidden;

const linear = (x: Tensor, w: Tensor, b: Tensor | null): Tensor => call("linear", x, w, b);
const inPlaceAdd = (a: Tensor, b: Tensor): Tensor => callInPlace("add.Tensor", [a, b, 1]);
const act = (name: string, t: Tensor): Tensor => callInPlace(name, [t]);

/** Equal parts along dimension 1, as copies without view relation. */
function parts(t: Tensor, n: number, size: Dim): Tensor[] {
	if (t.unknownShape) return Array.from({ length: n }, () => call("clone", t, null));
	if (!isKnown(t.sizes[1]!)) return callMany("unsafe_split_with_sizes", t, new Array<Dim>(n).fill(size), 1);
	return callMany("unsafe_split.Tensor", t, floorDiv(t.sizes[1]!, n), 1);
}

const simpleCell =
	(nonlinearity: string): Cell =>
	(x, [h], p, ready) => [call(nonlinearity, inPlaceAdd(linear(h!, p.hh, p.bhh), ready ? x : linear(x, p.ih, p.bih)))];

const lstmCell: Cell = (x, [h, c], p, ready) => {
	const gates = inPlaceAdd(linear(h!, p.hh, p.bhh), ready ? x : linear(x, p.ih, p.bih));
	const [i, f, g, o] = parts(gates, 4, p.hh.sizes[1] ?? 1) as [Tensor, Tensor, Tensor, Tensor];
	act("sigmoid", i);
	act("sigmoid", f);
	act("tanh", g);
	act("sigmoid", o);
	const cy = inPlaceAdd(times(f, c!), times(i, g));
	const hy = times(o, call("tanh", cy));
	return [p.hr === null ? hy : call("linear", hy, p.hr, null), cy];
};

const gruCell: Cell = (x, [h], p, ready) => {
	const [xr, xi, xn] = parts(ready ? x : linear(x, p.ih, p.bih), 3, p.hh.sizes[1] ?? 1) as [Tensor, Tensor, Tensor];
	const [hr, hi, hn] = parts(linear(h!, p.hh, p.bhh), 3, p.hh.sizes[1] ?? 1) as [Tensor, Tensor, Tensor];
	const reset = act("sigmoid", inPlaceAdd(hr, xr));
	const input = act("sigmoid", inPlaceAdd(hi, xi));
	const fresh = act("tanh", call("add.Tensor", xn, callInPlace("mul.Tensor", [hn, reset]), 1));
	return [inPlaceAdd(callInPlace("mul.Tensor", [call("sub.Tensor", h, fresh, 1), input]), fresh)];
};

function gather(params: Tensor[], biases: boolean, projections: boolean): Params[] {
	const size = 2 + (biases ? 2 : 0) + (projections ? 1 : 0);
	check(params.length % size === 0, () => "got an incorrect number of RNN parameters");
	const out: Params[] = [];
	for (let i = 0; i < params.length; i += size)
		out.push({
			ih: params[i]!,
			hh: params[i + 1]!,
			bih: biases ? params[i + 2]! : null,
			bhh: biases ? params[i + 3]! : null,
			hr: projections ? params[i + size - 1]! : null,
		});
	return out;
}

/** How many steps stand for a sequence of unknown length: enough for what only goes wrong in the third. */
const STEPS_OF_UNKNOWN = 3;

/** One layer in one direction over a padded batch. */
function fullLayer(cell: Cell, inputs: Tensor, start: Hidden, p: Params, reverse: boolean): { outputs: Tensor; last: Hidden } {
	const ready = linear(inputs, p.ih, p.bih);
	const length = inputs.unknownShape ? null : inputs.sizes[0]!;
	const known = length !== null && isKnown(length);
	check(length !== 0, () => "Expected sequence length to be larger than 0 in RNN");
	const steps = known ? callMany("unbind.int", ready, 0) : Array.from({ length: STEPS_OF_UNKNOWN }, (_, i) => select(ready, 0, i));
	if (reverse) steps.reverse();
	let hidden = start;
	const outputs: Tensor[] = [];
	for (const x of steps) {
		hidden = cell(x, hidden, p, true);
		outputs.push(hidden[0]!);
	}
	if (reverse) outputs.reverse();
	const all = stack(outputs, 0);
	if (!known) {
		// The steps stand for a longer sequence.
		all.storage.data = null;
		if (length === null) all.unknownShape = true;
		else all.sizes = [length, ...all.sizes.slice(1)];
		for (const t of hidden) t.storage.data = null;
	}
	return { outputs: all, last: hidden };
}

/** One layer in one direction over a packed batch. */
function packedLayer(
	cell: Cell,
	data: Tensor,
	sizes: number[],
	start: Hidden,
	p: Params,
	reverse: boolean,
): { outputs: Tensor; last: Hidden } {
	const ready = linear(data, p.ih, p.bih);
	const outputs: Tensor[] = [];
	const cut = (h: Hidden, from: number, to: number): Hidden => h.map((t) => slice(t, 0, from, to));
	const join = (hs: Hidden[]): Hidden =>
		hs[0]!.map((_, i) =>
			cat(
				hs.map((h) => h[i]!),
				0,
			),
		);
	if (reverse) {
		let offset = sizes.reduce((a, b) => a + b, 0);
		let last = sizes.at(-1)!;
		let hidden = cut(start, 0, last);
		for (let i = sizes.length - 1; i >= 0; i--) {
			const n = sizes[i]!;
			if (n > last) hidden = join([hidden, cut(start, last, n)]);
			hidden = cell(slice(ready, 0, offset - n, offset), hidden, p, true);
			offset -= n;
			last = n;
			outputs.unshift(hidden[0]!);
		}
		return { outputs: cat(outputs, 0), last: hidden };
	}
	const ended: Hidden[] = [];
	let offset = 0;
	let last = sizes[0]!;
	let hidden = start;
	for (const n of sizes) {
		const step = slice(ready, 0, offset, offset + n);
		offset += n;
		if (n < last) {
			ended.push(cut(hidden, n, last));
			hidden = cut(hidden, 0, n);
		}
		last = n;
		hidden = cell(step, hidden, p, true);
		outputs.push(hidden[0]!);
	}
	ended.push(hidden);
	return { outputs: cat(outputs, 0), last: join(ended.reverse()) };
}

type Layer = (inputs: Tensor, start: Hidden, p: Params, reverse: boolean) => { outputs: Tensor; last: Hidden };

/** Stacked layers, both directions where asked. */
function layers(
	run: Layer,
	input: Tensor,
	hidden: Hidden[],
	params: Params[],
	layerCount: number,
	dropout: number,
	train: boolean,
	bidirectional: boolean,
): { outputs: Tensor; last: Hidden[] } {
	const directions = bidirectional ? 2 : 1;
	check(hidden.length === layerCount * directions, () => "Expected more hidden states in stacked_rnn");
	check(params.length === layerCount * directions, () => "Expected more weights in stacked_rnn");
	let x = input;
	const last: Hidden[] = [];
	for (let l = 0; l < layerCount; l++) {
		const done = Array.from({ length: directions }, (_, d) => run(x, hidden[l * directions + d]!, params[l * directions + d]!, d === 1));
		x =
			directions === 1
				? done[0]!.outputs
				: cat(
						done.map((d) => d.outputs),
						done[0]!.outputs.dim - 1,
					);
		for (const d of done) last.push(d.last);
		if (dropout !== 0 && train && l < layerCount - 1) x = call("dropout", x, dropout, true);
	}
	return { outputs: x, last };
}

/** The leading dimension of the hidden state taken apart, one entry per layer and direction. */
const unbound = (h: Tensor, n: number): Tensor[] =>
	h.unknownShape || !isKnown(h.sizes[0]!) ? Array.from({ length: n }, (_, i) => select(h, 0, i)) : callMany("unbind.int", h, 0);

function oneHidden(cell: Cell) {
	const padded = (
		x: Tensor,
		h: Tensor,
		params: Tensor[],
		biases: boolean,
		layerCount: number,
		dropout: number,
		train: boolean,
		bidirectional: boolean,
		batchFirst: boolean,
	): Tensor[] => {
		const input = batchFirst ? transpose(x, 0, 1) : x;
		const start = unbound(h, layerCount * (bidirectional ? 2 : 1)).map((t) => [t]);
		const r = layers(
			(i, s, p, rev) => fullLayer(cell, i, s, p, rev),
			input,
			start,
			gather(params, biases, false),
			layerCount,
			dropout,
			train,
			bidirectional,
		);
		const out = batchFirst ? callInPlace("transpose_", [r.outputs, 0, 1]) : r.outputs;
		return [
			out,
			stack(
				r.last.map(([t]) => t!),
				0,
			),
		];
	};
	const packed = (
		x: Tensor,
		sizes: Tensor,
		h: Tensor,
		params: Tensor[],
		biases: boolean,
		layerCount: number,
		dropout: number,
		train: boolean,
		bidirectional: boolean,
	): Tensor[] => {
		const steps = sizesOf(sizes);
		if (steps === null) return [unknownTensor(x), unknownTensor(x)];
		const start = unbound(h, layerCount * (bidirectional ? 2 : 1)).map((t) => [t]);
		const r = layers(
			(i, s, p, rev) => packedLayer(cell, i, steps, s, p, rev),
			x,
			start,
			gather(params, biases, false),
			layerCount,
			dropout,
			train,
			bidirectional,
		);
		return [
			r.outputs,
			stack(
				r.last.map(([t]) => t!),
				0,
			),
		];
	};
	return { padded, packed };
}
const sizesOf = (t: Tensor): number[] | null => (t.unknownShape || !t.isKnown ? null : Array.from(t.numbers()!));

/** LSTM through plain ops: float64, projections, packed sequences. */
function plainLstm(
	run: (cell: Cell) => Layer,
	input: Tensor,
	hx: Tensor[],
	params: Params[],
	layerCount: number,
	dropout: number,
	train: boolean,
	bidirectional: boolean,
): Tensor[] {
	const n = layerCount * (bidirectional ? 2 : 1);
	const [h, c] = [unbound(hx[0]!, n), unbound(hx[1]!, n)];
	const r = layers(
		run(lstmCell),
		input,
		h.map((t, i) => [t, c[i]!]),
		params,
		layerCount,
		dropout,
		train,
		bidirectional,
	);
	return [
		r.outputs,
		stack(
			r.last.map((x) => x[0]!),
			0,
		),
		stack(
			r.last.map((x) => x[1]!),
			0,
		),
	];
}

/** The fused path: one node per layer and direction. */
function fusedLstm(
	x: Tensor,
	hx: Tensor[],
	params: Tensor[],
	biases: boolean,
	layerCount: number,
	dropout: number,
	train: boolean,
	bidirectional: boolean,
	batchFirst: boolean,
): Tensor[] {
	const directions = bidirectional ? 2 : 1;
	const size = biases ? 4 : 2;
	const [h, c] = [contiguous(hx[0]!), contiguous(hx[1]!)];
	let input = contiguous(batchFirst ? transpose(x, 0, 1) : x);
	const hy: Tensor[] = [];
	const cy: Tensor[] = [];
	for (let l = 0; l < layerCount; l++) {
		const outputs: Tensor[] = [];
		for (let d = 0; d < directions; d++) {
			const at = l * directions + d;
			const own = params.slice(at * size, (at + 1) * size);
			const weights = biases ? own : [...own, ...own.map((w) => call("zeros", [...w.sizes], w.dtype))];
			const out = lstmLayer([input, ...weights, select(h, 0, at), select(c, 0, at)], d === 1, biases);
			outputs.push(out[0]!);
			hy.push(out[1]!);
			cy.push(out[2]!);
		}
		input = directions === 1 ? outputs[0]! : cat(outputs, -1);
		if (dropout !== 0 && train && l < layerCount - 1) input = call("dropout", input, dropout, true);
	}
	return [batchFirst ? transpose(input, 0, 1) : input, stack(hy, 0), stack(cy, 0)];
}

function checkStates(hx: Tensor[]): void {
	check(hx.length === 2, () => "lstm expects two hidden states");
	for (const t of hx)
		if (!t.unknownShape && t.dim < 3)
			throw new TorchError(
				"IndexError",
				`Dimension out of range (expected to be in range of [${-Math.max(t.dim, 1)}, ${Math.max(t.dim, 1) - 1}], but got 2)`,
				{ key: "DIM_RANGE" },
			);
}

const tanhRnn = oneHidden(simpleCell("tanh"));
const reluRnn = oneHidden(simpleCell("relu"));
const gru = oneHidden(gruCell);

/** The checks of the cell functions, then one step. */
function cellCall(gates: number, cell: Cell) {
	return (x: Tensor, hx: Tensor[], ih: Tensor, hh: Tensor, bih: Tensor | null, bhh: Tensor | null): Hidden => {
		if (![x, ...hx, ih, hh].some((t) => t.unknownShape)) {
			const hidden = hh.sizes[1]!;
			check(
				equal(x.sizes[1]!, ih.sizes[1]!) !== false,
				() => `input has inconsistent input_size: got ${dimText(x.sizes[1]!)} expected ${dimText(ih.sizes[1]!)}`,
			);
			hx.forEach((h, i) => {
				check(
					equal(x.sizes[0]!, h.sizes[0]!) !== false,
					() => `Input batch size ${dimText(x.sizes[0]!)} doesn't match hidden${i} batch size ${dimText(h.sizes[0]!)}`,
				);
				check(
					equal(h.sizes[1]!, hidden) !== false,
					() => `hidden${i} has inconsistent hidden_size: got ${dimText(h.sizes[1]!)}, expected ${dimText(hidden)}`,
				);
			});
			const rows: Dim = mul(gates, hidden);
			for (const [what, w] of [
				["weight_ih", ih],
				["weight_hh", hh],
			] as const)
				check(
					equal(w.sizes[0]!, rows) !== false,
					() => `${what} first dim must be ${gates} * hidden_size = ${dimText(rows)}, but got ${dimText(w.sizes[0]!)}`,
				);
		}
		return cell(x, hx, { ih, hh, bih, bhh, hr: null }, false);
	};
}

defineComposites({
	"rnn_tanh.input": tanhRnn.padded,
	"rnn_tanh.data": tanhRnn.packed,
	"rnn_relu.input": reluRnn.padded,
	"rnn_relu.data": reluRnn.packed,
	"gru.input": gru.padded,
	"gru.data": gru.packed,
	"lstm.input": (x: Tensor, hx: Tensor[], params: Tensor[], biases, layerCount, dropout, train, bidirectional, batchFirst) => {
		checkStates(hx);
		const projections = !hx.some((t) => t.unknownShape) && equal(hx[0]!.sizes[2]!, hx[1]!.sizes[2]!) === false;
		if (x.dtype.name === "float32" && x.numel !== 0) {
			if (!projections) return fusedLstm(x, hx, params, biases, layerCount, dropout, train, bidirectional, batchFirst);
			warnOnce("LSTM with projections is not supported with oneDNN. Using default implementation.");
		}
		const r = plainLstm(
			(cell) => (i, s, p, rev) => fullLayer(cell, i, s, p, rev),
			batchFirst ? transpose(x, 0, 1) : x,
			hx,
			gather(params, biases, projections),
			layerCount,
			dropout,
			train,
			bidirectional,
		);
		if (batchFirst) callInPlace("transpose_", [r[0], 0, 1]);
		return r;
	},
	"lstm.data": (x: Tensor, sizes: Tensor, hx: Tensor[], params: Tensor[], biases, layerCount, dropout, train, bidirectional) => {
		check(hx.length === 2, () => "lstm expects two hidden states");
		const steps = sizesOf(sizes);
		if (steps === null) return [unknownTensor(x), unknownTensor(x), unknownTensor(x)];
		const projections = equal(hx[0]!.sizes[2]!, hx[1]!.sizes[2]!) === false;
		return plainLstm(
			(cell) => (i, s, p, rev) => packedLayer(cell, i, steps, s, p, rev),
			x,
			hx,
			gather(params, biases, projections),
			layerCount,
			dropout,
			train,
			bidirectional,
		);
	},
	rnn_tanh_cell: (x, h, ih, hh, bih, bhh) => cellCall(1, simpleCell("tanh"))(x, [h], ih, hh, bih, bhh)[0],
	rnn_relu_cell: (x, h, ih, hh, bih, bhh) => cellCall(1, simpleCell("relu"))(x, [h], ih, hh, bih, bhh)[0],
	gru_cell: (x, h, ih, hh, bih, bhh) => cellCall(3, gruCell)(x, [h], ih, hh, bih, bhh)[0],
	lstm_cell: (x, hx, ih, hh, bih, bhh) => {
		check(hx.length === 2, () => "lstm_cell expects two hidden states");
		return cellCall(4, lstmCell)(x, hx, ih, hh, bih, bhh);
	},
});
