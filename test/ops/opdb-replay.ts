/** Runs a case of opdb.py (a sample input that PyTorch packages for one of its operators) in our engine and says where it departs. */
import { runBackward } from "../../engine/autograd/backward.ts";
import { gradFnOf, requiresGrad } from "../../engine/autograd/view.ts";
import { Tensor } from "../../engine/autograd/tensor.ts";
import { world } from "../../engine/autograd/world.ts";
import { installLowering, RUN_BUDGET } from "../../engine/index.ts";
import { Path, PathSet } from "../../engine/interp/paths.ts";
import { preparePath, runPath } from "../../engine/interp/session.ts";
import { exceptionText } from "../../engine/interp/traceback.ts";
import { resetDefaultGenerator } from "../../engine/ops/random/generator.ts";
import { dimText, symbol, UNKNOWN_DIM } from "../../engine/shape/dim.ts";
import { type DTypeName, dtypes } from "../../engine/shape/dtype.ts";
import { lowerTree } from "../../engine/syntax/lower.ts";
import { rt } from "../../engine/values/runtime.ts";
import { PyTensor, py } from "../../engine/values/tensor.ts";
import { PyComplex, PyDict, PyFloat, PyList, PyRaise, PySlice, PyTuple, Unknown, type Value } from "../../engine/values/value.ts";
import { initPythonInNode } from "../../grammars/node.ts";
import { parsePython } from "../../grammars/python.ts";

type Num = number | "nan" | "inf" | "-inf" | { i: string };
interface TensorRecord {
	s: number[];
	d: DTypeName;
	/** Strides where they are not row-major. */
	st?: number[];
	v?: Num[];
	/** An input that requires grad. */
	rg?: number;
	/** The node of an output that requires grad; "leaf" for one without. */
	g?: string;
}
export interface Case {
	op: string;
	in: TensorRecord[];
	calls: [name: string, args: unknown[], kwargs: Record<string, unknown>][];
	result: unknown;
	out: TensorRecord[];
	plain?: unknown;
	grads?: (TensorRecord | null)[];
	backward?: string;
}

/** Where a case departs: in what PyTorch's forward shows, or only in gradients. */
export interface Departure {
	stage: "forward" | "gradient";
	what: string;
}

await initPythonInNode();
installLowering((text) => {
	const tree = parsePython(text);
	try {
		return lowerTree(tree, text);
	} finally {
		tree.delete();
	}
});

const numberOf = (x: Num): number => (typeof x === "object" ? Number(x.i) : Number(x === "inf" ? Infinity : x === "-inf" ? -Infinity : x));

function inputOf(r: TensorRecord): Tensor {
	const dtype = dtypes[r.d];
	const data = dtype.make(r.v!.length);
	r.v!.forEach((x, i) => {
		data[i] = dtype.round === null ? numberOf(x) : dtype.round(numberOf(x));
	});
	const t = Tensor.make(r.st === undefined ? r.s : [r.v!.length / dtype.width], dtype, data);
	const made = r.st === undefined ? t : new Tensor(r.s, dtype, t.storage, r.st, 0);
	made.requiresGradFlag = r.rg === 1;
	return made;
}

/** A tagged argument as a Python value. */
function valueOf(a: unknown, inputs: PyTensor[], results: Value[]): Value {
	if (Array.isArray(a)) return new PyList(a.map((x) => valueOf(x, inputs, results)));
	if (typeof a !== "object" || a === null) return a as Value;
	const [[tag, x]] = Object.entries(a) as [[string, never]];
	switch (tag) {
		case "t":
			return inputs[x]!;
		case "r": {
			const path = (a as { p?: number[] }).p ?? [];
			return path.reduce<Value>((v, i) => rt.getItem(v, i), results[x]!);
		}
		case "i":
			return BigInt(x);
		case "f":
			return new PyFloat(numberOf(x));
		case "c":
			return new PyComplex(numberOf(x[0]), numberOf(x[1]));
		case "py":
			return rt.getAttr(rt.importModule((x as string).includes(".") ? "torch" : "builtins"), (x as string).replace("torch.", ""));
		case "slice": {
			const [from, to, step] = (x as unknown[]).map((y) => valueOf(y, inputs, results));
			return new PySlice(from!, to!, step!);
		}
		case "tuple":
			return new PyTuple((x as unknown[]).map((y) => valueOf(y, inputs, results)));
		default: {
			const d = new PyDict();
			for (const [k, v] of Object.entries(x as object)) rt.setItem(d, k, valueOf(v, inputs, results));
			return d;
		}
	}
}

/** `torch.Tensor.add` is looked up on its first argument, as programs do. */
function callNamed(name: string, args: Value[], kw: Map<string, Value>): Value {
	const property = /^torch\.Tensor\.(\w+)\.__get__$/.exec(name)?.[1];
	if (property !== undefined) return rt.getAttr(args[0]!, property);
	const method = /^torch\.Tensor\.(\w+)$/.exec(name)?.[1];
	if (method !== undefined) return rt.call(rt.getAttr(args[0]!, method), args.slice(1), kw);
	let f: Value = rt.importModule("torch");
	for (const part of name.split(".").slice(1)) f = rt.getAttr(f, part);
	return rt.call(f, args, kw);
}

function tensorsIn(v: Value): Tensor[] {
	if (v instanceof PyTensor) return [v.tensor];
	if (v instanceof PyTuple || v instanceof PyList) return v.items.flatMap(tensorsIn);
	if (v instanceof PyDict) return [...v.entries.values()].flatMap(([, x]) => tensorsIn(x));
	if (v instanceof Unknown) throw new Error(`not known: ${v.why}`);
	return [];
}

/** Fixed output gradients; opdb.py makes the same. */
function weights(t: Tensor, k: number): Tensor {
	const n = t.numel as number;
	const data = t.dtype.make(n * t.dtype.width);
	for (let i = 0; i < n; i++) data[i * t.dtype.width] = (t.dtype.round ?? ((x: number) => x))((((i * 5 + 3 * k) % 11) - 4) / 8 + 0.0625);
	return Tensor.make(t.sizes, t.dtype, data);
}

const TOLERANCE: Partial<Record<DTypeName, number>> = { float16: 2e-3, bfloat16: 2e-2, float64: 1e-7, complex128: 1e-7 };
/** How many numbers were compared, and how many were the same to the last bit. */
export const counted = { numbers: 0, exact: 0 };

/** Numbers agree within 1e-5, absolutely or relative to the number or to a tenth of the largest in the tensor. */
function numbersDepart(actual: Tensor, r: TensorRecord): string | null {
	const values = actual.numbers();
	if (values === null) return "numbers not known";
	if (values.length !== r.v!.length) return `${values.length} numbers, not ${r.v!.length}`;
	const expected = r.v!.map(numberOf);
	let largest = 0;
	for (const e of expected) if (Number.isFinite(e)) largest = Math.max(largest, Math.abs(e));
	const tolerance = TOLERANCE[r.d] ?? 1e-5;
	for (const [i, e] of expected.entries()) {
		const a = values[i]!;
		counted.numbers++;
		if (a === e || (Number.isNaN(a) && Number.isNaN(e))) {
			counted.exact++;
			continue;
		}
		if (!(Math.abs(a - e) <= tolerance * Math.max(1, 0.1 * largest, Math.abs(e)))) return `number ${i} is ${a}, not ${e}`;
	}
	return null;
}

function tensorDeparts(actual: Tensor, r: TensorRecord, strides: boolean): string | null {
	if (actual.unknownShape) return "shape not known";
	if (actual.sizes.join() !== r.s.join()) return `sizes [${actual.sizes}], not [${r.s}]`;
	if (actual.dtype.name !== r.d) return `dtype ${actual.dtype.name}, not ${r.d}`;
	if (strides && !r.s.includes(0)) {
		const own = actual.isContiguous ? undefined : actual.stridesOrContiguous.join();
		if (own !== r.st?.join()) return `strides [${own ?? "row-major"}], not [${r.st ?? "row-major"}]`;
	}
	return r.v === undefined ? null : numbersDepart(actual, r);
}

function replay(c: Case, blur: Blur | null = null): { inputs: PyTensor[]; results: Value[]; result: Value } {
	resetDefaultGenerator();
	rt.call(rt.getAttr(rt.importModule("torch"), "manual_seed"), [0]);
	const inputs = c.in.map((r, i) => py(blur === null ? inputOf(r) : blurred(inputOf(r), blur, i)));
	const results: Value[] = [];
	for (const [name, args, kw] of c.calls)
		results.push(
			callNamed(
				name,
				args.map((a) => valueOf(a, inputs, results)),
				new Map(Object.entries(kw).map(([k, v]) => [k, valueOf(v, inputs, results)])),
			),
		);
	return { inputs, results, result: valueOf(c.result, inputs, results) };
}

function compare(c: Case): Departure | null {
	const { inputs, results, result } = replay(c);
	const outs = tensorsIn(result);
	const forward = (what: string): Departure => ({ stage: "forward", what });
	if (outs.length !== c.out.length) return forward(`${outs.length} tensors come out, not ${c.out.length}`);
	if (outs.length === 0 && !rt.equals(result, valueOf(c.plain, inputs, results)))
		return forward(`${rt.repr(result)}, not ${rt.repr(valueOf(c.plain, inputs, results))}`);
	for (const [i, r] of c.out.entries()) {
		const node = gradFnOf(outs[i]!)?.name ?? (requiresGrad(outs[i]!) ? "leaf" : undefined);
		const what = node !== r.g ? `node ${node ?? "none"}, not ${r.g ?? "none"}` : tensorDeparts(outs[i]!, r, true);
		if (what !== null) return forward(`${outs.length > 1 ? `output ${i}: ` : ""}${what}`);
	}
	const gradient = (what: string): Departure => ({ stage: "gradient", what });
	const roots = outs.flatMap((t, k) => (requiresGrad(t) ? [{ t, k }] : []));
	const wanted = inputs.map((i) => i.tensor).filter((t) => t.requiresGradFlag);
	if (c.grads === undefined && c.backward === undefined) return null;
	try {
		const grads = runBackward(
			roots.map((r) => r.t),
			roots.map((r) => weights(r.t, r.k)),
			{ inputs: wanted, accumulate: false, allowUnused: true, retainGraph: false, createGraph: false },
		);
		if (c.backward !== undefined) return gradient(`backward should raise ${c.backward}`);
		for (const [i, r] of c.grads!.entries()) {
			const g = grads[i] ?? null;
			const what = g === null || r === null ? (g === r ? null : g === null ? "None" : "not None") : tensorDeparts(g, r, false);
			if (what !== null) return gradient(`gradient ${i}: ${what}`);
		}
	} catch (e) {
		const text = messageOf(e);
		if (c.backward === undefined || !text.includes(c.backward))
			return gradient(`backward: ${text}${c.backward === undefined ? "" : `, not ${c.backward}`}`);
	}
	return null;
}

function messageOf(e: unknown): string {
	const raise = rt.asRaise(e);
	if (raise instanceof PyRaise) return `${raise.value.cls.name}: ${exceptionText(raise.value)}`;
	return e instanceof Error ? (e.stack ?? e.message).split("\n").slice(0, 3).join(" ") : String(e);
}

/** Null when the case agrees with PyTorch. */
export const departureOf = (c: Case): Departure | null => inFreshRun(true, () => compare(c));

function inFreshRun(exact: boolean, compared: () => Departure | null): Departure | null {
	const entry = { path: "opdb.py", text: "", module: lowerTree(parsePython(""), "") };
	const paths = exact ? null : new PathSet(1);
	preparePath(
		{ entry, find: () => null },
		{ profile: "2.13", budget: RUN_BUDGET, cancelled: () => false, argv: [] },
		paths?.next() ?? new Path(0, []),
		exact,
	);
	world.warn = () => {};
	let found: Departure | null = null;
	runPath("<module>", paths, () => {
		try {
			found = compared();
		} catch (e) {
			found = { stage: "forward", what: messageOf(e) };
		}
	});
	return found;
}

/** What is not known of the inputs: everything, all but the dtype, how large the dimensions are, or only the numbers. */
export const BLURS = ["everything", "shape", "sizes", "numbers"] as const;
export type Blur = (typeof BLURS)[number];

/** A dimension that is not known is taken to be larger than 1, as everywhere. */
function blurred(t: Tensor, blur: Blur, index: number): Tensor {
	const sizes =
		blur === "numbers"
			? t.sizes
			: blur === "sizes"
				? t.sizes.map((n, d) => (typeof n === "number" && n < 2 ? n : symbol(`in${index}_${d}`)))
				: [UNKNOWN_DIM];
	const out = Tensor.make(sizes, t.dtype, null);
	out.unknownShape = blur === "everything" || blur === "shape";
	out.unknownDtype = blur === "everything";
	out.requiresGradFlag = t.requiresGradFlag;
	return out;
}

/** Null when what is said about blurred inputs holds for the real ones: nothing raises, and what is known of results is true. */
export const contradictionOf = (c: Case, blur: Blur): string | null =>
	inFreshRun(false, () => contradicts(c, replay(c, blur).result))?.what ?? null;

function contradicts(c: Case, result: Value): Departure | null {
	const outs = certainTensors(result);
	if (outs === null) return null;
	const says = (what: string): Departure => ({ stage: "forward", what });
	if (outs.length !== c.out.length) return says(`${outs.length} tensors come out, not ${c.out.length}`);
	for (const [i, r] of c.out.entries()) {
		const t = outs[i]!;
		if (!t.unknownDtype && t.dtype.name !== r.d) return says(`dtype ${t.dtype.name}, not ${r.d}`);
		if (!t.unknownShape && (t.sizes.length !== r.s.length || t.sizes.some((n, d) => typeof n === "number" && n !== r.s[d])))
			return says(`sizes [${t.sizes.map(dimText)}], not [${r.s}]`);
		if (!t.unknownGrad && !t.unknownDtype && requiresGrad(t) !== (r.g !== undefined))
			return says(`${requiresGrad(t) ? "requires grad" : "no gradient"}, not ${r.g ?? "none"}`);
	}
	return null;
}
/** The tensors of a result whose makeup is known. */
function certainTensors(v: Value): Tensor[] | null {
	if (v instanceof Unknown) return null;
	const parts =
		v instanceof PyDict ? [...v.entries.values()].map(([, x]) => x) : v instanceof PyTuple || v instanceof PyList ? v.items : [];
	const inner = parts.map(certainTensors);
	return inner.includes(null) || (v instanceof PyList && v.more !== null)
		? null
		: v instanceof PyTensor
			? [v.tensor]
			: (inner as Tensor[][]).flat();
}
