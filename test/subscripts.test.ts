/** `x[keys]` and `x[keys] = value` against what real PyTorch did (test/subscripts/record.py). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { runBackward } from "../engine/autograd/backward.ts";
import { TorchError } from "../engine/autograd/errors.ts";
import { AccumulateGrad, type Node } from "../engine/autograd/node.ts";
import { Tensor } from "../engine/autograd/tensor.ts";
import { gradFnOf } from "../engine/autograd/view.ts";
import { freshWorld, setWorld } from "../engine/autograd/world.ts";
import { call } from "../engine/ops/index.ts";
import { getItem, type IndexKey, setItem } from "../engine/ops/indexing/index.ts";
import { type DTypeName, dtypes } from "../engine/shape/dtype.ts";

type Nested = (number | boolean | Nested)[];
type KeyRecord = number | boolean | string | null | { s: (number | null)[] } | { t: Nested | number | boolean; d: DTypeName };
type ValueRecord = number | boolean | { v: Nested | number; rg: boolean; d: DTypeName };
interface ErrorRecord {
	type: string;
	text: string;
}
interface Get {
	shape: number[];
	keys: KeyRecord[];
	error?: ErrorRecord;
	sizes: number[];
	strides: number[];
	values: number[];
	graph: string;
	view: boolean;
	grad?: number[];
}
interface Put {
	keys: KeyRecord[];
	value: ValueRecord;
	error?: ErrorRecord;
	values: number[];
	graph: string;
	version: number;
	grad: number[];
	valueGrad?: number[] | null;
}

function nested(data: unknown, dtype: DTypeName): Tensor {
	const sizes: number[] = [];
	for (let at = data; Array.isArray(at); at = at[0]) sizes.push(at.length);
	const flat = (Array.isArray(data) ? data.flat(9) : [data]) as (number | boolean)[];
	const numbers = dtypes[dtype].make(flat.length);
	flat.forEach((x, i) => (numbers[i] = Number(x)));
	return Tensor.make(sizes, dtypes[dtype], numbers);
}
function keyOf(k: KeyRecord): IndexKey {
	if (typeof k !== "object" || k === null) return k as IndexKey;
	return "s" in k ? { start: k.s[0] ?? null, stop: k.s[1] ?? null, step: k.s[2] ?? null } : nested(k.t, k.d);
}
function leaf(shape: number[]): Tensor {
	const n = shape.reduce((a, b) => a * b, 1);
	const t = Tensor.make(
		shape,
		dtypes.float32,
		Float32Array.from({ length: n }, (_, i) => i),
	);
	t.requiresGradFlag = true;
	return t;
}
function graph(node: Node | null | undefined): string {
	if (node == null) return "-";
	if (node instanceof AccumulateGrad) return "A";
	const edges = node.nextEdges.map((e) => graph(e?.node));
	return node.name.replace("Backward", "") + (edges.length === 0 ? "" : `(${edges.join(",")})`);
}
const squared = (t: Tensor): unknown =>
	runBackward([call("sum", call("mul.Tensor", t, t))], [null], {
		retainGraph: false,
		createGraph: false,
		inputs: null,
		accumulate: true,
		allowUnused: true,
	});
function raisesSame(f: () => unknown, e: ErrorRecord): void {
	assert.throws(f, (x: unknown) => {
		if (!(x instanceof TorchError)) throw x;
		assert.equal(`${x.type}: ${x.message}`, `${e.type}: ${e.text}`);
		return true;
	});
}
const values = (t: Tensor): number[] => [...t.numbers()!];

const recorded = JSON.parse(readFileSync(new URL("./subscripts/subscripts.json", import.meta.url), "utf8")) as { get: Get[]; put: Put[] };
const short = (x: unknown): string => JSON.stringify(x).slice(1, -1);

describe("subscripts", () => {
	beforeEach(() => setWorld(freshWorld()));
	for (const g of recorded.get)
		it(`${JSON.stringify(g.shape)}[${short(g.keys)}]`, () => {
			const x = leaf(g.shape);
			const keys = g.keys.map(keyOf);
			if (g.error !== undefined) return raisesSame(() => getItem(x, keys), g.error);
			const y = getItem(x, keys);
			assert.deepEqual([...y.sizes], g.sizes);
			assert.deepEqual(values(y), g.values);
			if (!g.sizes.includes(0)) assert.deepEqual([...y.stridesOrContiguous], g.strides);
			assert.equal(graph(gradFnOf(y)), g.graph);
			assert.equal(y.view !== null, g.view);
			if (g.grad === undefined) return;
			squared(y);
			assert.deepEqual(values(x.grad!), g.grad);
		});
	for (const p of recorded.put)
		it(`x[${short(p.keys)}] = ${JSON.stringify(p.value)}`, () => {
			const w = leaf([3, 4]);
			const x = call("mul.Tensor", w, 1);
			let v: Tensor | number | boolean;
			if (typeof p.value === "object") {
				v = nested(p.value.v, p.value.d);
				v.requiresGradFlag = p.value.rg;
			} else v = p.value;
			const write = (): void => setItem(x, p.keys.map(keyOf), v);
			if (p.error !== undefined) raisesSame(write, p.error);
			else write();
			assert.equal(x.version, p.version);
			if (p.error !== undefined) return;
			assert.deepEqual(values(x), p.values);
			assert.equal(graph(gradFnOf(x)), p.graph);
			squared(x);
			assert.deepEqual(values(w.grad!), p.grad);
			if (p.valueGrad !== undefined) assert.deepEqual(v instanceof Tensor && v.grad !== null ? values(v.grad) : null, p.valueGrad);
		});
});
