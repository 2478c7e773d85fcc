/** The module `torch.nn.functional`: functions that are Python code in PyTorch (engine/torch/functional), and ops under their own names. */
import type { Dim } from "../../shape/dim.ts";
import { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { derive, firstUnknown } from "../../values/unknown.ts";
import { py, pyDim, PyDType, PyTensor } from "../../values/tensor.ts";
import {
	boolClass,
	floatClass,
	intClass,
	type Kwargs,
	PyBuiltin,
	PyComplex,
	PyFloat,
	PyFunction,
	PyInstance,
	PyList,
	PyMethod,
	PyModule,
	PyTuple,
	SymInt,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { bindParameters, type Parameter as Named } from "../../values/signature.ts";
import { ComplexScalar } from "../../ops/kernel/scalar.ts";
import { boundOp, callBound } from "../bind.ts";
import { type FunctionEntry, functionalEntries } from "../functional/index.ts";
import { notATensor, tensorParameters } from "../functional/not-a-tensor.ts";
import { Ndarray } from "../ndarray.ts";
import { someTensor, standIn } from "../stand-in.ts";

interface Parameter extends Named {
	default: unknown;
}

/** Splits `(input, size=(1, 2), *, scale=None)` at top-level commas. */
function parse(signature: string): Parameter[] {
	const out: Parameter[] = [];
	let isKeywordOnly = false;
	for (const piece of signature.slice(1, -1).match(/(?:[^,([]|\([^)]*\)|\[[^\]]*\])+/g) ?? []) {
		const text = piece.trim();
		if (text === "") continue;
		if (text === "*") {
			isKeywordOnly = true;
			continue;
		}
		const at = text.indexOf("=");
		out.push({
			name: at < 0 ? text : text.slice(0, at).trim(),
			default: at < 0 ? undefined : literal(text.slice(at + 1).trim()),
			hasDefault: at >= 0,
			isKeywordOnly,
		});
	}
	return out;
}
function literal(text: string): unknown {
	if (text === "None") return null;
	if (text === "True" || text === "False") return text === "True";
	if (/^['"]/.test(text)) return text.slice(1, -1);
	if (/^[([]/.test(text))
		return text
			.slice(1, -1)
			.split(",")
			.map((t) => t.trim())
			.filter((t) => t !== "")
			.map(literal);
	return Number(text);
}

/** Learned while decoding one call. */
interface Notes {
	unknownNumber: boolean;
	float: boolean;
}
const LOST = Symbol("unknown");

function decode(v: Value, notes: Notes): unknown {
	if (v instanceof PyTensor) return v.tensor;
	if (v instanceof PyFloat) {
		notes.float = true;
		return v.value;
	}
	if (v === null || typeof v === "number" || typeof v === "boolean" || typeof v === "string") return v;
	if (typeof v === "bigint") return Number(v);
	if (v instanceof SymInt) return v.dim;
	if (v instanceof PyComplex) {
		notes.unknownNumber = true;
		return new ComplexScalar(v.re, v.im);
	}
	if (v instanceof PyTuple || v instanceof PyList) {
		const items = v.items.map((x) => decode(x, notes));
		return items.includes(LOST) ? LOST : items;
	}
	if (v instanceof PyDType) return v.dtype;
	if (v instanceof Ndarray) return v.tensor;
	if (v instanceof Unknown) {
		if (v.type === boolClass) return rt.truth(v);
		if (v.type === floatClass || v.type === intClass) {
			notes.unknownNumber = true;
			return 0.5;
		}
		return LOST;
	}
	if (
		v instanceof PyFunction ||
		v instanceof PyBuiltin ||
		v instanceof PyMethod ||
		(v instanceof PyInstance && v.cls.lookup("__call__") !== undefined)
	)
		return (...args: Tensor[]) => unwrap(rt.call(v, args.map(py)));
	return v;
}
const unwrap = (v: Value): unknown => (v instanceof PyTensor ? v.tensor : v instanceof Unknown ? standIn(v) : v);

function encode(result: unknown): Value {
	if (result instanceof Tensor) return py(result);
	if (Array.isArray(result)) return new PyTuple(result.map(encode));
	if (result === undefined) return null;
	if (typeof result === "object" && result !== null && "terms" in result) return pyDim(result as Dim);
	return result as Value;
}

function bind(entry: FunctionEntry, params: Parameter[], args: Value[], kw: Kwargs | null): Map<string, Value> {
	const fn = entry.name;
	const given = bindParameters(fn, params, args, kw, 0);
	for (const name of tensorParameters(fn)) {
		const v = given.get(name);
		if (v === undefined || v instanceof PyTensor || v instanceof Unknown || v instanceof Ndarray) continue;
		const [type, text] = notATensor(fn, name, params.findIndex((p) => p.name === name) + 1, rt.typeOf(v).name, {
			training: given.get("training") === true,
			inplace: given.get("inplace") === true,
		});
		rt.raise(type, text);
	}
	return given;
}

/** Parameters that are always tensors. */
const TENSORS = new Set([
	...["input", "target", "query", "key", "input1", "input2", "x1", "x2", "var", "logits", "log_probs"],
	...["anchor", "positive", "negative", "grid", "theta"],
]);
/** Functions that may answer more than one tensor. */
const SEVERAL = /^multi_head_attention_forward$|max_pool|^grouped_mm$/;

function wrapEntry(entry: FunctionEntry): PyBuiltin {
	let params: Parameter[] | null = null;
	const f = new PyBuiltin(
		entry.name,
		(args, kw) => {
			params ??= parse(entry.signature);
			const given = bind(entry, params, args, kw);
			const notes: Notes = { unknownNumber: false, float: false };
			const a: Record<string, unknown> = {};
			for (const p of params) {
				const v = given.get(p.name);
				a[p.name] =
					v === undefined ? p.default : v instanceof Unknown && v.type === null && TENSORS.has(p.name) ? standIn(v) : decode(v, notes);
				if (a[p.name] === LOST)
					return SEVERAL.test(entry.name)
						? derive(`torch.nn.functional.${entry.name}`, [
								firstUnknown([...given.values()].filter((x) => x !== undefined)) ?? new Unknown("an argument"),
							])
						: py(someTensor([...given.values()].flatMap((x) => (x instanceof PyTensor ? x.tensor : []))));
			}
			const elements = world.elements;
			if (notes.unknownNumber) world.elements = -1;
			world.floatScalar = notes.float;
			try {
				return encode(entry.call(a));
			} finally {
				world.elements = elements;
				world.floatScalar = false;
			}
		},
		true,
	);
	f.dict = new Map<string, Value>([["__module__", "torch.nn.functional"]]);
	return f;
}

export function functionalModule(): PyModule {
	const m = new PyModule("torch.nn.functional", null);
	for (const entry of functionalEntries) m.dict.set(entry.name, wrapEntry(entry));
	// PyTorch documents the function under this name and calls it by the other.
	m.dict.set("_threshold", m.dict.get("threshold")!);
	m.missing = (name) => {
		const op = boundOp(name, "function", "nn") ?? boundOp(name, "function", "");
		if (op === null) return undefined;
		const f = new PyBuiltin(name, (args, kw) => callBound(op, name, args, kw), true);
		m.dict.set(name, f);
		return f;
	};
	return m;
}
