/**
 * Calls of torch functions and tensor methods: picks the overload that fits the Python arguments, as PyTorch's argument parser does,
 * runs the op, and turns its results into Python values.
 */
import { TorchError } from "../autograd/errors.ts";
import { Tensor } from "../autograd/tensor.ts";
import { checkOverlap, refuseOverlap, requiresGrad } from "../autograd/view.ts";
import { isKnown } from "../shape/dim.ts";
import { overlapsItself, sizesText } from "../shape/shape.ts";
import { withGradMode, world } from "../autograd/world.ts";
import { messages } from "../autograd/errors.ts";
import { callInPlace, callOp } from "../ops/dispatch.ts";
import { withUnknownShapes } from "../ops/unknown-results.ts";
import { factsOf, type OpFacts, overloadsOf } from "../ops/facts.ts";
import { compositeOf, rowOf } from "../ops/row.ts";
import type { Param } from "../ops/schema.ts";
import { py, pyDim, PyTensor, tensorOf } from "../values/tensor.ts";
import {
	boolClass,
	builtinClass,
	floatClass,
	intClass,
	type Kwargs,
	NativeProperty,
	PyBuiltin,
	type PyClass,
	PyFloat,
	PyInstance,
	PyList,
	PyTuple,
	tupleClass,
	Unknown,
	type Value,
} from "../values/value.ts";
import { someTensor, standIn } from "./stand-in.ts";
import { allowsNumbers, decode, type Decoded, MISMATCH } from "./decode.ts";
import { mismatch } from "./mismatch.ts";
import { deviceIn } from "./devices.ts";
import { adviseAgainst, isAdvisedAgainst } from "./advice.ts";
import { asWrittenToday } from "./old-overloads.ts";
import { factoryKeywords } from "./factory.ts";
import { namedResultText } from "./text.ts";

/** A Python-visible op: every overload of one base name. */
export interface Bound {
	base: string;
	candidates: OpFacts[];
	inPlace: boolean;
	kind: "function" | "method";
	/** `linalg`, `nn`: the namespace of a function. */
	module: string;
	/** PyTorch advises against it. */
	isOld?: boolean;
}
const bound = new Map<string, Bound | null>();

/** The op behind a Python name (`add`, `add_`), or null when torch has none. */
export function boundOp(name: string, kind: "function" | "method", module = ""): Bound | null {
	const key = `${kind}:${module}:${name}`;
	const known = bound.get(key);
	if (known !== undefined) return known;
	const base = module === "linalg" || module === "fft" || module === "special" ? `${module}_${name}` : name;
	let inPlace = false;
	let overloads = overloadsOf(base);
	if (overloads.length === 0 && base.endsWith("_") && !base.endsWith("__")) {
		overloads = overloadsOf(base.slice(0, -1)).filter((o) => factsOf(o)!.hasInPlace);
		inPlace = true;
	}
	const candidates = overloads
		.map((o) => factsOf(o)!)
		.filter(
			(f) =>
				(kind === "method" ? (inPlace ? f.inPlaceIsMethod : f.isMethod) : f.isFunction) &&
				(f.pythonModule === module || (kind === "method" && f.pythonModule === "")),
		)
		.filter((f) => !f.schema.params.some((p) => p.type.startsWith("Dimname") && !p.optional))
		.filter((f, _i, all) => !(f.schema.overload === "Scalar" && allowsNumbers(base) && all.some((g) => g.schema.overload === "Tensor")))
		.sort((a, b) => rank(a) - rank(b));
	const isOld = module === "" && isAdvisedAgainst(base);
	const result = candidates.length === 0 ? null : { base: inPlace ? base.slice(0, -1) : base, candidates, inPlace, kind, module, isOld };
	bound.set(key, result);
	return result;
}
/** Overloads that take a Tensor where another takes a Scalar come first, as PyTorch's generator sorts them. */
/** `torch.max(x, y)`: a 0-dim y would do for a dimension, but the tensor comes first. */
const NUMBERS_LAST = new Set(["max", "min"]);
const rank = (f: OpFacts): number =>
	(NUMBERS_LAST.has(f.schema.base) && f.schema.params.some((p) => p.type === "int") ? 1 : 0) +
	f.schema.params.filter((p) => p.type === "Scalar" || p.type === "float").length;

/** Keywords of factories that are not in every schema. */
const EXTRA = new Set(["out", "requires_grad", "device", "layout", "pin_memory", "memory_format", "names"]);

interface Match {
	facts: OpFacts;
	args: unknown[];
	info: Decoded;
	floatScalar: boolean;
	/** Something unknown was taken for a tensor. */
	stoodIn: boolean;
}

function tryBind(f: OpFacts, base: string, name: string, first: number, args: Value[], kw: Kwargs | null): Match | null {
	const params = f.schema.params;
	const positional = params.filter((p) => !p.kwOnly);
	const info: Decoded = { unknownNumber: false, unknownShape: false, unknownType: false, unknown: null };
	let floatScalar = false;
	let stoodIn = false;
	let values = args;
	// `x.view(2, 3)`, `torch.zeros(2, 3)`: a list that is the only parameter may be spread over the arguments.
	if (positional.length === first + 1 && positional[first]!.type === "int[]" && args.length > first && isIntLike(args[first])) {
		const spread = args.slice(first);
		// One argument that is not known may be a number or all the sizes: the number of dimensions is not known either.
		if (spread.length > 1 || !mayBeSizes(spread[0]!)) values = [...args.slice(0, first), new PyTuple(spread)];
	}
	if (values.length > positional.length) return null;
	let used = 0;
	const out: unknown[] = [];
	for (const [i, p] of params.entries()) {
		let v: Value | undefined;
		if (!p.kwOnly && i < values.length) v = values[i];
		else if (kw !== null) {
			v = kw.get(p.name) ?? (p.name === "self" ? kw.get("input") : undefined) ?? alias(p, kw);
			if (v !== undefined || kw.has(p.name)) used++;
			if (v === undefined && kw.has(p.name)) v = null;
		}
		if (v === undefined) {
			if (!p.hasDefault && !(p.optional && false)) return null;
			out.push(p.default);
			continue;
		}
		const isTensor = p.type === "Tensor" && v instanceof Unknown && v.type === null;
		const d = isTensor ? standIn(v as Unknown) : decode(p, v, base, info, { name, position: i - first });
		if (d === MISMATCH) return null;
		stoodIn ||= isTensor;
		if (p.type === "Scalar" && (v instanceof PyFloat || (v instanceof Unknown && v.type === floatClass))) floatScalar = true;
		out.push(d);
	}
	if (kw !== null) {
		for (const k of kw.keys()) if (EXTRA.has(k) && !f.schema.index.has(k)) used++;
		if (used < kw.size) return null;
	}
	return { facts: f, args: out, info, floatScalar, stoodIn };
}
const mayBeSizes = (v: Value): boolean => v instanceof Unknown && v.type !== intClass;
/** May begin a list of sizes that is spread over the arguments. */
const isIntLike = (v: Value | undefined): boolean =>
	typeof v === "number" ||
	(v instanceof PyInstance && typeof v.native === "number") ||
	v instanceof Unknown ||
	(v !== undefined && v !== null && typeof v === "object" && v.constructor.name === "SymInt") ||
	(v instanceof PyTensor && v.tensor.dim === 0 && v.tensor.dtype.category === 1);
/** numpy-style spellings that torch accepts. */
function alias(p: Param, kw: Kwargs): Value | undefined {
	if (p.name === "dim") return kw.get("axis");
	if (p.name === "keepdim") return kw.get("keepdims");
	if (p.name === "other") return kw.get("x2");
	return undefined;
}

/** `x.where(c, y)`: the tensor stands where the schema has it, which need not be first. */
function selfInPlace(f: OpFacts, args: Value[]): Value[] {
	const at = f.schema.index.get("self") ?? 0;
	return at === 0 || at >= args.length ? args : [...args.slice(1, at + 1), args[0]!, ...args.slice(at + 1)];
}

/** Calls the op with Python arguments. */
export function callBound(op: Bound, name: string, args: Value[], kw: Kwargs | null): Value {
	const bindTo = (f: OpFacts): Match | null =>
		tryBind(f, op.base, name, op.kind === "method" ? 1 : 0, op.kind === "method" ? selfInPlace(f, args) : args, kw);
	for (const [i, f] of op.candidates.entries()) {
		const m = bindTo(f);
		if (m === null) continue;
		// What is unknown may as well be the dimension: then a pair comes out instead of a tensor.
		if (m.stoodIn && op.candidates.slice(i + 1).some((other) => answersOther(f, other) && bindTo(other) !== null)) break;
		return run(op, name, m, kw);
	}
	const today = op.module === "" ? asWrittenToday(op.base, name, op.kind === "method", args, kw) : null;
	if (today !== null) return callBound(op, name, today.args, today.kw);
	for (const v of [...args, ...(kw?.values() ?? [])]) {
		const unknown = findUnknown(v);
		if (unknown !== null) return new Unknown(`torch.${name} on a value that is not known (${unknown.why})`);
	}
	return mismatch(op.base, name, op.candidates, op.kind === "method", op.module, op.kind === "method" ? args.slice(1) : args, kw);
}

const answersOther = (a: OpFacts, b: OpFacts): boolean => returned(a) !== returned(b);
const returned = (f: OpFacts): string => f.schema.returns.map((r) => r.type).join();

function findUnknown(v: Value): Unknown | null {
	if (v instanceof Unknown) return v;
	if (v instanceof PyTuple || (v !== null && typeof v === "object" && "items" in v))
		for (const x of (v as PyTuple).items) if (x instanceof Unknown) return x;
	return null;
}

function run(op: Bound, name: string, m: Match, kw: Kwargs | null): Value {
	if (m.info.unknown !== null) {
		const some = op.inPlace || kw?.has("out") === true ? null : resultOfUnknown(m);
		return some === null ? new Unknown(`torch.${name} on a value that is not known (${m.info.unknown.why})`) : py(some);
	}
	const opName = m.facts.schema.name;
	if (world.device !== null && op.kind === "function") placeByDefault(m);
	const execute = (): unknown => {
		if (kw?.has("out") === true && kw.get("out") !== null && !m.facts.schema.index.has("out"))
			return writeOut(name, opName, m, kw.get("out")!);
		if (op.inPlace) return callInPlace(opName, m.args, name);
		return callOp(opName, m.args);
	};
	if (op.isOld === true && (op.base !== "cross" || m.args[2] === null)) adviseAgainst(op.base);
	const elements = world.elements;
	world.floatScalar = m.floatScalar;
	// A number that is not known: the op runs for its shape and graph only.
	if (m.info.unknownNumber) world.elements = -1;
	let result: unknown;
	try {
		result =
			m.info.unknownShape && compositeOf(opName) === undefined && (rowOf(opName) !== undefined || m.facts.node !== "")
				? withUnknownShapes(execute)
				: m.info.unknownShape
					? UNKNOWN_RESULT
					: execute();
	} finally {
		world.elements = elements;
		world.floatScalar = false;
	}
	if (result === UNKNOWN_RESULT) return new Unknown(`torch.${name} with an argument that is not known`);
	if (
		m.info.unknownType &&
		!op.inPlace &&
		result instanceof Tensor &&
		!m.facts.schema.params.some((p, i) => p.type === "ScalarType" && m.args[i] != null)
	)
		leaveTypeOpen(result, m);
	if (kw !== null) factoryKeywords(result, kw, m.facts.schema.index);
	return fromResult(result, m.facts);
}
/** What makes tensors of nothing takes the default device where it is told none. */
function placeByDefault({ facts: { schema }, args }: Match): void {
	const at = schema.index.get("device");
	if (at !== undefined && args[at] == null && !schema.index.has("self")) args[at] = deviceIn(world.device);
}

/** A list of tensors or a dtype is not known. An operator with a derivative gives a new tensor; one made of others may give back what it got. */
function resultOfUnknown({ facts, args }: Match): Tensor | null {
	const { returns, params } = facts.schema;
	if (returns.length !== 1 || returns[0]!.type !== "Tensor" || facts.node === "" || facts.isInPlace || facts.isView) return null;
	const operands = args.flat().filter((a): a is Tensor => a instanceof Tensor);
	return someTensor(
		operands,
		params.some((p) => p.type === "Tensor[]"),
	);
}
/** A number that is not known may be a float: only among floats it changes no type. */
function leaveTypeOpen(result: Tensor, { args }: Match): void {
	if (result.dtype.category < 2 || !args.some((a) => a instanceof Tensor && !a.unknownDtype && a.dtype.category >= 2))
		result.unknownDtype = true;
}
const UNKNOWN_RESULT = Symbol("unknown");

/** `out=`: PyTorch refuses it in a tracked computation, else writes (and resizes) the given tensors. */
function writeOut(name: string, opName: string, m: Match, target: Value): unknown {
	const targets = target instanceof PyTuple ? target.items.map((v) => tensorOf(v)) : [tensorOf(target)];
	const inputs = m.args.flat().filter((a): a is Tensor => a instanceof Tensor);
	if (world.gradMode && [...inputs, ...targets].some((t) => t !== null && requiresGrad(t)))
		throw new TorchError("RuntimeError", messages.OUT_RG(name), { key: "OUT_RG" });
	const result = withGradMode(false, () => callOp(opName, m.args));
	for (const t of targets) {
		if (t === null) continue;
		if (overlapsItself(t.sizes, t.strides)) refuseOverlap(t);
		checkOverlap(t, inputs);
	}
	const results = Array.isArray(result) ? result : [result];
	targets.forEach((t, i) => {
		const r = results[i] as Tensor | undefined;
		if (t === null || r === undefined) return;
		if (r.dtype.category > t.dtype.category && !r.unknownDtype && !t.unknownDtype)
			throw new TorchError("RuntimeError", messages.IP_CAST(r.dtype.scalarType, t.dtype.scalarType), { key: "IP_CAST" });
		callInPlace("copy", [resized(t, r), r, false], name);
	});
	return targets.length === 1 ? targets[0] : targets;
}
function resized(t: Tensor, like: Tensor): Tensor {
	if (t.sizes.length === like.sizes.length && t.sizes.every((s, i) => s === like.sizes[i])) return t;
	const known = !t.unknownShape && !like.unknownShape && t.sizes.every(isKnown) && like.sizes.every(isKnown);
	if (known && t.numel !== 0)
		world.warn(
			"UserWarning",
			`An output with one or more elements was resized since it had shape ${sizesText(t.sizes)}, which does not match the required output shape ${sizesText(like.sizes)}. This behavior is deprecated, and in a future PyTorch release outputs will not be resized unless they have zero elements. You can explicitly reuse an out tensor t by resizing it, inplace, to zero elements with t.resize_(0). (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/Resize.cpp:31.)`,
		);
	t.sizes = like.sizes;
	t.strides = null;
	t.storage.data = like.isKnown ? t.dtype.make((like.numel as number) * t.dtype.width) : null;
	return t;
}

/** Named tuples of ops with several results (`torch.return_types.max`). */
const returnTypes = new Map<string, PyClass>();
function returnType(base: string, fields: string[]): PyClass {
	let cls = returnTypes.get(base);
	if (cls === undefined) {
		cls = builtinClass(base, [tupleClass], "torch.return_types");
		for (const [i, field] of fields.entries()) cls.set(field, new NativeProperty(field, (self) => (self as PyTuple).items[i]!));
		cls.set("__match_args__", new PyTuple(fields));
		const own = cls;
		for (const n of ["__repr__", "__str__"])
			cls.set(n, new PyBuiltin(n, (args) => namedResultText(own, (args[0] as PyTuple).items, fields)));
		returnTypes.set(base, cls);
	}
	return cls;
}
export const isReturnType = (cls: PyClass): string[] | null =>
	cls.module === "torch.return_types" ? ((cls.dict.get("__match_args__") as PyTuple).items as string[]) : null;

/** Operators that give as many tensors as the shape says, whatever else they are told. */
const COUNTED_BY_SHAPE = new Set("split unsafe_split split_copy unbind unbind_copy nonzero_numpy where gradient".split(" "));
export function someOf(tensors: Tensor[], name: string): PyList {
	const out = new PyList(tensors.map(py));
	out.more = new Unknown(`how many tensors \`${name}\` gives is not known`);
	return out;
}
export function fromResult(result: unknown, facts: OpFacts | null): Value {
	if (result instanceof Tensor) return py(result);
	if (Array.isArray(result)) {
		if (
			facts?.schema.returns[0]?.type === "Tensor[]" &&
			COUNTED_BY_SHAPE.has(facts.schema.base) &&
			result.some((r) => r instanceof Tensor && r.unknownShape)
		)
			return someOf(result as Tensor[], facts.schema.base);
		const tuple = new PyTuple(result.map((r) => fromResult(r, null)));
		const returns = facts?.schema.returns ?? [];
		if (returns.length > 1 && returns[0]!.name !== null && facts!.schema.returns.every((r) => r.name !== null))
			tuple.cls = returnType(
				facts!.schema.base,
				returns.map((r) => r.name!),
			);
		return tuple;
	}
	if (typeof result === "number") {
		const type = facts?.schema.returns[0]?.type;
		return type === "float" || (type === "Scalar" && !Number.isInteger(result)) ? new PyFloat(result) : result;
	}
	// An answer that the op owes but cannot know (`torch.equal` of unknown numbers).
	if (result === null && facts?.schema.returns[0]?.type === "bool")
		return new Unknown(`torch.${facts.schema.base} of numbers that are not known`, { type: boolClass });
	if (typeof result === "boolean" || typeof result === "string" || result === null) return result;
	if (result === undefined) return null;
	if (typeof result === "object" && "key" in result) return pyDim(result as never);
	return result as Value;
}
