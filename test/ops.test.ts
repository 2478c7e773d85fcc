/** Replays what real PyTorch did with single operators (test/ops/*.json) through the op table. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { TorchError } from "../engine/autograd/errors.ts";
import { runBackward } from "../engine/autograd/backward.ts";
import type { Node } from "../engine/autograd/node.ts";
import { Tensor } from "../engine/autograd/tensor.ts";
import { gradFnOf, requiresGrad } from "../engine/autograd/view.ts";
import { freshWorld, setWorld } from "../engine/autograd/world.ts";
import { callInPlace, callOp } from "../engine/ops/index.ts";
import { factsOf } from "../engine/ops/facts.ts";
import { inMemory } from "../engine/ops/kernel/order.ts";
import { defaultGenerator, resetDefaultGenerator } from "../engine/ops/random/generator.ts";
import { compositeOf, definedComposites, definedRows, rowOf } from "../engine/ops/row.ts";
import { type Dim, symbol } from "../engine/shape/dim.ts";
import { type DTypeName, dtypes } from "../engine/shape/dtype.ts";

type Num = number | "nan" | "inf" | "-inf";
interface TensorRecord {
	s: number[];
	d: DTypeName;
	v?: Num[];
	st?: number[];
	/** A plain number or truth value. */
	n?: Num;
}
interface ErrorRecord {
	type: string;
	text: string;
}
interface Run {
	rg: number[];
	error?: ErrorRecord;
	has?: number[];
	nodes?: string[];
	backward?: ErrorRecord;
	grads?: (Num[] | null)[];
	again?: number;
	gnodes?: (string | null)[];
	second?: (Num[] | null)[];
	secondError?: ErrorRecord;
}
interface Case {
	op: string;
	in: TensorRecord[];
	args: unknown[];
	inplace?: number;
	seed?: number;
	error?: ErrorRecord;
	out?: TensorRecord[];
	runs?: Run[];
}

const toNumber = (x: Num): number =>
	x === "nan" ? Number.NaN : x === "inf" ? Number.POSITIVE_INFINITY : x === "-inf" ? Number.NEGATIVE_INFINITY : x;

function tensorOf(r: TensorRecord): Tensor {
	const dtype = dtypes[r.d];
	const data = dtype.make(r.v!.length);
	r.v!.forEach((x, i) => {
		data[i] = dtype.round === null ? toNumber(x) : dtype.round(toNumber(x));
	});
	return inMemory(r.s, dtype, data, r.st ?? null);
}

function argOf(a: unknown, tensors: Tensor[]): unknown {
	if (Array.isArray(a)) return a.map((x) => argOf(x, tensors));
	if (typeof a !== "object" || a === null) return a;
	if ("t" in a) return tensors[a.t as number];
	if ("dtype" in a) return dtypes[a.dtype as DTypeName];
	if ("x" in a) return toNumber(a.x as Num);
	if ("f" in a) return Object(a.f);
	if ("m" in a) return a.m;
	throw new Error(`argument ${JSON.stringify(a)}`);
}

/** The inputs as leaves, and what the op gives. */
function forward(c: Case, rg: number[], known = true): { leaves: Tensor[]; outs: unknown[] } {
	const leaves = c.in.map(tensorOf);
	for (const i of rg) leaves[i]!.requiresGradFlag = true;
	if (!known) for (const t of leaves) t.storage.data = null;
	const args = c.args.map((a) => argOf(a, leaves));
	if (c.inplace) args[0] = callOp("clone", [args[0]]);
	if (c.seed !== undefined) defaultGenerator().manualSeed(c.seed);
	const [base, overload] = c.op.split(".");
	const own = `${base}_${overload === undefined ? "" : `.${overload}`}`;
	const out = !c.inplace ? callOp(c.op, args) : compositeOf(own) !== undefined ? callOp(own, args) : callInPlace(c.op, args);
	return { leaves, outs: Array.isArray(out) ? out : [out] };
}

/** Fixed output gradients; record.py makes the same. */
function weights(t: { sizes: Tensor["sizes"]; dtype: Tensor["dtype"] }, k: number): Tensor {
	const n = (t.sizes as number[]).reduce((a, b) => a * b, 1);
	const data = t.dtype.make(n * t.dtype.width);
	for (let i = 0; i < n; i++) data[i * t.dtype.width] = (t.dtype.round ?? ((x: number) => x))((((i * 5 + 3 * k) % 11) - 4) / 8 + 0.0625);
	return Tensor.make(t.sizes, t.dtype, data);
}

function chain(roots: (Node | null)[]): string[] {
	const seen = new Set<Node>();
	const names: string[] = [];
	const queue = roots.filter((r) => r !== null);
	while (queue.length > 0) {
		const f = queue.shift()!;
		if (seen.has(f)) continue;
		seen.add(f);
		if (f.name !== "AccumulateGrad") names.push(f.name);
		for (const e of f.nextEdges) if (e !== null) queue.push(e.node);
	}
	return names;
}

const TOLERANCE: Partial<Record<DTypeName, number>> = { float16: 2e-3, bfloat16: 2e-2, complex32: 2e-3 };

function sameNumbers(actual: Tensor, expected: Num[], what: string): void {
	const values = actual.numbers();
	assert.ok(values !== null, `${what}: numbers not known, expected ${expected.join(", ")}`);
	assert.equal(values.length, expected.length, `${what}: count`);
	const tolerance = TOLERANCE[actual.dtype.name] ?? 1e-5;
	expected.forEach((x, i) => {
		const e = toNumber(x);
		const a = values[i]!;
		if (Object.is(a, e) || a === e || (Number.isNaN(a) && Number.isNaN(e))) return;
		assert.ok(
			Math.abs(a - e) <= tolerance * Math.max(0.1, Math.abs(e)),
			`${what}: element ${i} is ${a}, expected ${e} (all: ${[...values].join(", ")} expected ${expected.join(", ")})`,
		);
	});
}

function sameTensor(actual: unknown, r: TensorRecord, what: string): void {
	if (r.n !== undefined || !(actual instanceof Tensor)) {
		assert.equal(Number(actual), r.n === undefined ? undefined : Number(toNumber(r.n)), what);
		return;
	}
	assert.ok(!actual.unknownShape, `${what}: shape not known (no row?)`);
	assert.deepEqual([...actual.sizes], r.s, `${what}: sizes`);
	assert.equal(actual.dtype.name, r.d, `${what}: dtype`);
	if (r.s.every((n) => n > 0))
		assert.deepEqual(actual.isContiguous ? undefined : [...actual.stridesOrContiguous], r.st, `${what}: strides`);
	if (r.v !== undefined) sameNumbers(actual, r.v, what);
}

function throwsSame(f: () => unknown, e: ErrorRecord, what: string): void {
	try {
		f();
	} catch (x) {
		if (!(x instanceof TorchError)) throw x;
		assert.equal(`${x.type}: ${x.message}`, `${e.type}: ${e.text}`, what);
		return;
	}
	assert.fail(`${what}: expected ${e.type}: ${e.text}`);
}

const engineOptions = { inputs: null, accumulate: false, allowUnused: true };

function replayRun(c: Case, r: Run): void {
	const what = `${c.op} requires_grad [${r.rg.join(", ")}]`;
	if (r.error !== undefined) return throwsSame(() => forward(c, r.rg), r.error, what);
	const { leaves, outs } = forward(c, r.rg);
	const tensors = outs.filter((o) => o instanceof Tensor);
	assert.deepEqual(
		tensors.map((o) => Number(requiresGrad(o))),
		r.has,
		`${what}: which outputs require grad`,
	);
	const roots = tensors.filter((o) => requiresGrad(o));
	if (roots.length === 0) return;
	assert.deepEqual(chain(roots.map(gradFnOf)), r.nodes, `${what}: nodes`);
	const given = tensors.flatMap((o, k) => (requiresGrad(o) ? [weights(o, k)] : []));
	const inputs = r.rg.map((i) => leaves[i]!);
	const backward = () => runBackward(roots, given, { ...engineOptions, retainGraph: false, createGraph: false, inputs });
	if (r.backward !== undefined) return throwsSame(backward, r.backward, `${what}: backward`);
	const grads = backward();
	r.grads!.forEach((g, i) => {
		assert.equal(grads[i] === null, g === null, `${what}: gradient ${i} is ${grads[i] === null ? "" : "not "}None`);
		if (g !== null && g.length > 0) sameNumbers(grads[i]!, g, `${what}: gradient ${i}`);
	});
	let again = 1;
	try {
		backward();
	} catch {
		again = 0;
	}
	assert.equal(again, r.again, `${what}: second backward`);
	// The hidden copy that an in-place op keeps of the old numbers has no history here, so second derivatives stop at it.
	if (r.gnodes !== undefined && !c.inplace) replaySecond(c, r, what);
}

function replaySecond(c: Case, r: Run, what: string): void {
	const { leaves, outs } = forward(c, r.rg);
	const tensors = outs.filter((o) => o instanceof Tensor);
	const roots = tensors.filter((o) => requiresGrad(o));
	const given = tensors.flatMap((o, k) => (requiresGrad(o) ? [weights(o, k)] : []));
	for (const w of given) w.requiresGradFlag = true;
	const inputs = r.rg.map((i) => leaves[i]!);
	const grads = runBackward(roots, given, { ...engineOptions, retainGraph: true, createGraph: true, inputs });
	const names = grads.map((g) => (g === null ? null : (gradFnOf(g)?.name ?? null)));
	const run = (): void => {
		const second = grads.flatMap((g, k) => (g !== null && requiresGrad(g) ? [{ g, k }] : []));
		if (second.length === 0) return assert.equal(r.second, undefined, `${what}: gradients are differentiable`);
		const gg = runBackward(
			second.map(({ g }) => g),
			second.map(({ g, k }) => weights(g, 2 + k)),
			{ ...engineOptions, retainGraph: false, createGraph: false, inputs: [...inputs, ...given] },
		);
		assert.ok(r.second !== undefined, `${what}: gradients are not differentiable`);
		r.second.forEach((g, i) => {
			const nothing = (v: Num[] | null | Tensor): boolean =>
				v === null || (v instanceof Tensor ? (v.numbers()?.every((x) => x === 0) ?? false) : v.every((x) => x === 0));
			if (nothing(g) && nothing(gg[i]!)) return;
			assert.equal(gg[i] === null, g === null, `${what}: second-order gradient ${i} is ${gg[i] === null ? "" : "not "}None`);
			if (g !== null && g.length > 0) sameNumbers(gg[i]!, g, `${what}: second-order gradient ${i}`);
		});
	};
	if (r.secondError !== undefined) throwsSame(run, r.secondError, `${what}: second order`);
	else run();
	assert.deepEqual(names, r.gnodes, `${what}: nodes of the gradients`);
}

/** Without numbers the same shapes and dtypes come out, or an unknown shape; nothing is thrown. */
function replayUnknown(c: Case): void {
	const { outs } = forward(c, [], false);
	outs.forEach((o, i) => {
		if (!(o instanceof Tensor) || o.unknownShape) return;
		assert.deepEqual(
			[o.sizes.map((d) => (typeof d === "number" ? d : "?")), o.dtype.name],
			[o.sizes.map((d, k) => (typeof d === "number" ? c.out![i]!.s[k] : "?")), c.out![i]!.d],
			`${c.op} without numbers`,
		);
	});
}

/** The value of a symbolic size when every `s<n>` is n; null when it has atoms of another kind. */
function valueOf(d: Dim): number | null {
	if (typeof d === "number") return d;
	let sum = 0;
	for (const [monomial, coefficient] of d.terms) {
		let product = coefficient;
		for (const atom of monomial === "" ? [] : monomial.split("*")) {
			if (!/^s\d+$/.test(atom)) return null;
			product *= Number(atom.slice(1));
		}
		sum += product;
	}
	return sum;
}

/** Their sizes hang together (four gates in one weight) or come from the numbers, which independent names cannot show. */
const NOT_BY_NAME = new Set([
	"gru.input",
	"lstm.input",
	"lstm_cell",
	"gru_cell",
	"scaled_dot_product_attention",
	"embedding_bag",
	"vander",
]);

/** With named sizes instead of numbers: the same shapes come out for the values they stand for, and nothing is thrown. */
function replaySymbolic(c: Case): void {
	const leaves = c.in.map((r) => {
		const t = tensorOf(r);
		return r.st === undefined
			? Tensor.make(
					r.s.map((n) => (n > 1 ? symbol(`s${n}`) : n)),
					t.dtype,
					null,
				)
			: t;
	});
	const args = c.args.map((a) => argOf(a, leaves));
	const [base, overload] = c.op.split(".");
	const own = `${base}_${overload === undefined ? "" : `.${overload}`}`;
	const out = !c.inplace ? callOp(c.op, args) : compositeOf(own) !== undefined ? callOp(own, args) : callInPlace(c.op, args);
	// How many pieces a split gives depends on the size.
	if (factsOf(c.op)?.schema.returns[0]?.type === "Tensor[]") return;
	(Array.isArray(out) ? out : [out]).forEach((o, i) => {
		if (!(o instanceof Tensor) || o.unknownShape) return;
		const sizes = o.sizes.map(valueOf);
		assert.equal(o.dtype.name, c.out![i]!.d, `${c.op} with named sizes: dtype`);
		if (!sizes.includes(null)) assert.deepEqual(sizes, c.out![i]!.s, `${c.op} with named sizes`);
	});
}

function replay(c: Case): void {
	setWorld(freshWorld());
	resetDefaultGenerator();
	if (c.error !== undefined) return throwsSame(() => forward(c, []), c.error, c.op);
	const { outs } = forward(c, []);
	assert.equal(outs.length, c.out!.length, `${c.op}: number of outputs`);
	outs.forEach((o, i) => sameTensor(o, c.out![i]!, `${c.op} output ${i}`));
	replayUnknown(c);
	if (!NOT_BY_NAME.has(c.op)) replaySymbolic(c);
	for (const r of c.runs ?? []) replayRun(c, r);
}

const folder = new URL("./ops/", import.meta.url);
for (const file of readdirSync(folder).filter((f) => f.endsWith(".json") && f !== "opdb-gaps.json")) {
	describe(`ops/${file}`, () => {
		const cases = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Case[];
		const byOp = new Map<string, Case[]>();
		for (const c of cases) {
			const name = c.op + (c.inplace ? " in place" : "");
			const list = byOp.get(name) ?? [];
			byOp.set(name, [...list, c]);
		}
		for (const [op, list] of byOp)
			it(op, () => {
				const failures: string[] = [];
				for (const c of list) {
					try {
						replay(c);
					} catch (e) {
						failures.push(
							`${e instanceof assert.AssertionError ? e.message.split("\n\n")[0] : (e as Error).stack}${e instanceof assert.AssertionError && !e.generatedMessage ? ` ${diff(e)}` : ""}\n      in ${JSON.stringify(c.in).slice(0, 300)} args ${JSON.stringify(c.args)}`,
						);
					}
				}
				assert.ok(failures.length === 0, `${failures.length} of ${list.length} cases:\n    ${failures.join("\n    ")}`);
			});
	});
}
const diff = (e: assert.AssertionError): string =>
	e.actual === undefined || typeof e.expected === "boolean" ? "" : `got ${JSON.stringify(e.actual)} for ${JSON.stringify(e.expected)}`;

describe("op tables", () => {
	it("name operators that PyTorch has", () => {
		for (const name of definedRows()) assert.ok(factsOf(name) !== undefined, name);
	});
	it("give derivatives only for inputs that PyTorch differentiates", () => {
		for (const name of definedRows()) {
			const facts = factsOf(name)!;
			for (const input of Object.keys(rowOf(name)!.grad ?? {})) assert.ok(facts.differentiable.includes(input), `${name}: ${input}`);
		}
	});
	it("define each operator once", () => {
		const composites = new Set(definedComposites());
		for (const name of definedRows()) assert.ok(!composites.has(name), name);
	});
});
