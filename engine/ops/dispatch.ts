/**
 * Runs one op: the same steps in the same order for every row (spec sections 3.1 and 4.1). Functional, in-place and view forms
 * differ only here.
 */
import { cppName, type DType, isDifferentiable } from "../shape/dtype.ts";
import { equal } from "../shape/dim.ts";
import { overlapsItself, sizesText } from "../shape/shape.ts";
import { messages, TorchError } from "../autograd/errors.ts";
import { FormulaNode, type Node } from "../autograd/node.ts";
import { convert, Tensor } from "../autograd/tensor.ts";
import {
	checkInPlace,
	checkOverlap,
	refuseOverlap,
	gradFnOf,
	markView,
	rebaseHistory,
	requiresGrad,
	setHistory,
	hasNoVersion,
} from "../autograd/view.ts";
import { isFloatScalar, world } from "../autograd/world.ts";
import { factsOf } from "./facts.ts";
import { kernelWrites } from "./hidden-writes.ts";
import { resultType } from "./kernel/elementwise.ts";
import { sharesPlaces, writePlaceByPlace } from "./kernel/shared-places.ts";
import { WRITES_SOME, writeKnownPlaces } from "./kernel/known-places.ts";
import { type Op, opOf, tensorsAt } from "./op.ts";
import { anyRequires, edgesOf, OpNode } from "./op-node.ts";
import { checkDType } from "./refusals.ts";
import { checkConversions } from "./scalar-range.ts";
import { type Composite, compositeOf } from "./row.ts";
import type { Param } from "./schema.ts";
import { NEEDS_SHAPE, shapeUnknown, unknownResult } from "./unknown-results.ts";

/** Calls an op by ATen name with positional arguments in schema order (missing trailing ones take their defaults). */
export function call(name: string, ...args: unknown[]): Tensor {
	return callOp(name, args) as Tensor;
}
/** As `call`, for ops with several outputs. */
export function callMany(name: string, ...args: unknown[]): Tensor[] {
	return callOp(name, args) as Tensor[];
}

export function callOp(name: string, args: unknown[]): unknown {
	if (world.autocast !== null) {
		const cast = world.autocast.prepare(name, args);
		if (cast !== null) return withoutAutocast(() => callOp(name, cast));
	}
	const composite = compositeOf(name);
	const op = composite === undefined ? opOf(name) : null;
	const params = op === null ? factsOf(name)?.schema.params : op.facts.schema.params;
	const all = params === undefined ? args : filledUp(args, params);
	if (composite !== undefined)
		return NEEDS_SHAPE.has(name) && all.some((a) => a instanceof Tensor && a.unknownShape) ? withoutShape(name, all) : composite(...all);
	wrapNumbers(op!, all);
	if (op!.facts.isInPlace) return inPlace(op!, all, name);
	return functional(op!, all);
}

/** With the defaults of the arguments that were not given. */
function filledUp(args: unknown[], params: readonly Param[]): unknown[] {
	if (args.length >= params.length) return args;
	const all: unknown[] = new Array(params.length);
	for (let i = 0; i < params.length; i++) {
		const p = params[i]!;
		all[i] = i < args.length ? args[i] : p.hasDefault ? p.default : null;
	}
	return all;
}

function withoutShape(name: string, args: unknown[]): Tensor | Tensor[] {
	const op = opOf(name);
	return unknownResult(op, args, tensorsAt(args, op.tensorParams));
}

/** What an operator is made of does not cast once more. */
function withoutAutocast<T>(run: () => T): T {
	const before = world.autocast;
	world.autocast = null;
	try {
		return run();
	} finally {
		world.autocast = before;
	}
}

/** `add_` from the row of `add`: args[0] is written. `name` is the functional op's name. */
export function callInPlace(name: string, args: unknown[], shownName?: string): Tensor {
	let form = inPlaceForms.get(name);
	if (form === undefined) inPlaceForms.set(name, (form = inPlaceForm(name)));
	if (typeof form === "function") return form(...filledUp(args, factsOf(name)?.schema.params ?? [])) as Tensor;
	const op = form;
	const all = filledUp(args, op.facts.schema.params);
	wrapNumbers(op, all);
	return inPlace(op, all, shownName ?? `${op.facts.schema.base}${op.facts.isInPlace ? "" : "_"}`);
}

const inPlaceForms = new Map<string, Composite | Op>();
function inPlaceForm(name: string): Composite | Op {
	const dot = name.indexOf(".");
	const own = dot < 0 ? `${name}_` : `${name.slice(0, dot)}_${name.slice(dot)}`;
	// A composite in-place form (`copy_` has a hand-written node) stands for itself; some have a derivative entry of their own (`leaky_relu_`).
	return compositeOf(own) ?? opOf(factsOf(own)?.isInPlace === true ? own : name);
}

function wrapNumbers(op: Op, args: unknown[]): void {
	for (const i of op.tensorParams) {
		const a = args[i];
		if (typeof a === "number" || typeof a === "boolean") args[i] = Tensor.wrap(a, !Number.isInteger(a) && typeof a === "number");
	}
}

function needsGrad(op: Op, args: unknown[]): boolean {
	if (!world.gradMode) return false;
	for (const i of op.diffParams) if (anyRequires(args[i])) return !allInference(op, args);
	return false;
}

/** A conversion to a type that cannot require grad. */
const toConstant = (op: Op, args: unknown[]): boolean =>
	op.facts.schema.name === "_to_copy" && args[1] != null && !isDifferentiable(args[1] as DType);

/** What kernels do to their results, which nothing hides here. */
function belowAutograd(op: Op, args: unknown[], of: Tensor, outputs: Tensor[]): void {
	const name = op.facts.schema.name;
	for (const [i, o] of outputs.entries()) {
		// The norm of a single number is its absolute value.
		const writes =
			name === "mse_loss" && args[2] === 2
				? 1
				: name === "linalg_vector_norm" && of.numel === 1
					? 1
					: name === "pow.Tensor_Scalar" && args[1] !== 0 && args[1] !== 1
						? 0
						: kernelWrites(name, i);
		if (writes > 0) o.counter.bump(name, writes);
		// stack() gives a view of what it has joined.
		if (name === "stack" && of.dim > 0)
			o.view = { base: o.alias(o.sizes, o.strides, o.offset), creationMeta: "DEFAULT", attrVersion: 0, replay: null };
	}
}

/** Inference tensors among themselves never reach autograd. */
function allInference(op: Op, args: unknown[]): boolean {
	for (const i of op.tensorParams) {
		const a = args[i];
		if (a instanceof Tensor ? !a.isInference : Array.isArray(a) && a.some((t) => t instanceof Tensor && !t.isInference)) return false;
	}
	return true;
}

function functional(op: Op, args: unknown[]): Tensor | Tensor[] {
	const tensors = tensorsAt(args, op.tensorParams);
	const need = needsGrad(op, args) && !toConstant(op, args);
	// Reading grad_fn of a stale view is part of giving the result a history: it may raise.
	if (need) for (const t of tensors) if (t.view !== null) gradFnOf(t);
	refuseUndifferentiable(op, args);
	const result = forward(op, args, tensors);
	const outputs = Array.isArray(result) ? result : [result];
	if (tensors.length > 0 && tensors[0]!.isInference && !world.inferenceMode && !op.facts.isView && allInference(op, args))
		belowAutograd(op, args, tensors[0]!, outputs);
	if (op.facts.isView) {
		const of = args[0] as Tensor;
		const multi = Array.isArray(result) && op.facts.schema.returns[0]?.type === "Tensor[]";
		for (const v of outputs) markView(v, of, multi, replayOf(op, args));
	}
	if (need) {
		record(op, args, outputs);
		if (world.record !== null)
			for (const o of outputs) {
				if (o.gradFn !== null) o.gradFn.operands = tensors;
				// An integer result has no graph, also where its operands have one.
				else o.lineage = tensors;
			}
	} else {
		if (world.record !== null && tensors.length > 0 && !op.shapesOnly) for (const o of outputs) o.lineage = tensors;
		// What is computed from a tensor of unknown history has an unknown history.
		if (world.gradMode && op.facts.node !== "" && tensors.some((t) => t.unknownGrad))
			for (const o of outputs) o.unknownGrad = isDifferentiable(o.dtype);
	}
	return result;
}

function replayOf(op: Op, args: unknown[]): ((base: Tensor) => Tensor) | null {
	if (op.row?.replayView !== true) return null;
	const rest = args.slice(1);
	return (base) => callOp(op.facts.schema.name, [base, ...rest]) as Tensor;
}

/** An argument without derivative that requires grad: PyTorch refuses the call when the op has a derivative at all. */
function refuseUndifferentiable(op: Op, args: unknown[]): void {
	if (!world.gradMode || op.facts.node === "") return;
	for (const i of op.constantParams) {
		const a = args[i];
		if (a instanceof Tensor && requiresGrad(a))
			throw new TorchError("RuntimeError", messages.ARG_NOT_DIFF(op.facts.schema.base, op.facts.schema.params[i]!.name), {
				key: "ARG_NOT_DIFF",
			});
	}
}

function forward(op: Op, args: unknown[], tensors: Tensor[]): Tensor | Tensor[] {
	if (op.row === undefined || shapeUnknown || tensors.some((t) => t.unknownShape)) return unknownResult(op, args, tensors);
	if (op.refusals !== null) checkDType(op.refusals, args[0]);
	const result = op.row.forward(...args);
	if (tensors.some((t) => t.unknownDtype))
		for (const r of Array.isArray(result) ? result : [result]) if (isDifferentiable(r.dtype)) r.unknownDtype = true;
	if (op.conversions !== null && !tensors.some((t) => t.unknownDtype)) checkConversions(op.conversions, args, result as Tensor);
	for (const t of tensors)
		if (t.device !== "cpu") {
			moveTo(t.device, op, tensors, Array.isArray(result) ? result : [result]);
			break;
		}
	return result;
}

/** Operators that refuse to mix `meta` with another device. A product of matrices does not look, but what it is added to does. */
const SAME_DEVICE = new Set(
	"add sub mul div pow maximum minimum atan2 eq ne lt gt le ge fmod remainder lerp where mse_loss cat addmm layer_norm".split(" "),
);
/** Results lie where the first operand lies that is not on the processor: a number among the operands may. `meta` keeps no numbers. */
function moveTo(device: string, op: Op, tensors: Tensor[], results: Tensor[]): void {
	if (device === "meta" && SAME_DEVICE.has(op.base) && world.profile === "2.13") {
		const compared = (op.base === "addmm" ? [tensors[1]!, tensors[0]!] : tensors).filter((t) => t.dim > 0 || t.device !== "cpu");
		const other = compared.find((t) => t.device !== compared[0]!.device);
		if (other !== undefined && !tensors.some((t) => t.unknownShape))
			throw new TorchError("RuntimeError", `Tensor on device ${other.device} is not on the expected device ${compared[0]!.device}!`, {
				key: "META_MIXED",
			});
	}
	// What takes a device has put its results there.
	if (op.facts.schema.index.has("device")) return;
	for (const r of results) {
		r.device = device;
		if (device === "meta") r.storage.data = null;
	}
}

function inPlace(op: Op, args: unknown[], shownName: string): Tensor {
	const self = args[0] as Tensor;
	const others = tensorsAt(args, op.tensorParams).filter((t) => t !== self);
	const { base } = op;
	const strict = NO_OVERLAP.has(base)
		? tensorsAt(
				args,
				op.tensorParams.filter((i) => i > 0),
			)
		: null;
	// Whether the write may happen is asked whenever an operand requires grad, also of a tensor that cannot have a gradient.
	const isWanted = needsGrad(op, args);
	const need = isWanted && isDifferentiable(self.dtype);
	// PyTorch finds out about inference tensors when it counts the write, which has happened by then.
	const refused = hasNoVersion(self) && !world.inferenceMode;
	if (!refused) checkInPlace(self, isWanted);
	if (need) for (const t of others) if (t.view !== null) gradFnOf(t);
	const node = !need ? null : op.facts.node === "" ? refusingNode(op, args, !op.facts.isInPlace) : new OpNode(op, args, hiddenClone);
	const { functionalRow } = op;
	const unknown = functionalRow === undefined || shapeUnknown || self.unknownShape || others.some((t) => t.unknownShape);
	if (!unknown) {
		const filled = base === "index_put" && isMaskedFill(args);
		if (overlapsItself(self.sizes, self.strides)) {
			for (const name of filled ? ["index_put", "masked_fill"] : [base])
				if (OVERLAP_LINES.has(name)) world.warn("UserWarning", overlapWarning(name));
			if (!OVERLAP_LINES.has(base) && !MAY_OVERLAP.has(op.facts.schema.name) && !isMetadataOnly(op.facts.schema.base)) refuseOverlap(self);
		}
		// Iterators look at the memory before they broadcast; fill_ copies a value that lies in its own memory.
		if (base !== "fill" && !isMetadataOnly(op.facts.schema.base))
			checkOverlap(
				self,
				filled
					? (args[1] as (Tensor | null)[]).filter((t) => t !== null)
					: READS_VALUE_FIRST.has(base)
						? others.slice(0, 1)
						: (strict ?? others),
				strict !== null && !filled,
			);
		if (op.refusals !== null) checkDType(op.refusals, self);
		if (CAST_FIRST.test(base))
			refuseCast(
				self,
				resultType(args.slice(0, 2).map((a) => (a instanceof Tensor ? a : Tensor.wrap(Number(a), isFloatScalar(a as number))))),
				op.facts.schema.name,
			);
		const result = functionalRow.forward(...args) as Tensor;
		if (result !== self && !isMetadataOnly(op.facts.schema.base)) {
			// Metadata ops (t_, squeeze_ ...) change geometry instead of numbers.
			for (let i = 0; i < result.sizes.length || i < self.sizes.length; i++)
				if (result.sizes.length !== self.sizes.length || equal(result.sizes[i]!, self.sizes[i]!) === false)
					throw new TorchError("RuntimeError", messages.IP_BROADCAST(sizesText(self.sizes), sizesText(result.sizes)), {
						key: "IP_BROADCAST",
					});
			if (!result.unknownDtype && others.every((t) => !t.unknownDtype)) {
				refuseCast(self, result.dtype, op.facts.schema.name);
				if (op.conversions !== null && !self.unknownDtype) checkConversions(op.conversions, args, result);
			}
			const data = result.numbers();
			if (data === null && WRITES_SOME.has(base) && !sharesPlaces(self) && writeKnownPlaces(self, args, functionalRow.forward)) {
				// What it wrote is known, whatever was there.
			} else if (data !== null && sharesPlaces(self)) writePlaceByPlace(self, args, functionalRow.forward, result, op.base);
			else self.write(data === null || result.dtype === self.dtype ? data : convert(data, self.dtype));
		} else if (result !== self) {
			self.sizes = result.sizes;
			self.strides = result.strides;
			self.offset = result.offset;
		}
	} else self.storage.data = null;
	if (self.device === "meta") self.storage.data = null;
	if (refused) throw new TorchError("RuntimeError", messages.INF_INPLACE(), { key: "INF_INPLACE", tensor: self });
	self.counter.bump(shownName);
	world.record?.event("inplace", { tensor: self, op: shownName, version: self.counter.version, tracked: node !== null });
	if (node !== null) {
		node.outputs = [];
		if (isMetadataOnly(op.facts.schema.base) && self.view !== null) {
			// t_ and friends on a view give the view itself a node and leave the base's history alone.
			node.outputs = [{ sizes: self.sizes, dtype: self.dtype }];
			self.gradFn = node;
			self.outputNr = 0;
			self.view.attrVersion = self.counter.version;
		} else rebaseHistory(self, node);
		if (node instanceof OpNode) node.saveOutputs([self], self.view !== null);
	} else if (self.view !== null && !world.gradMode && self.view.creationMeta === "DEFAULT") {
		// Under no_grad the history stays; the getter refreshes the views when somebody looks.
	}
	return self;
}
/** Kernels of these have no floating numbers: that a result does not fit is found out before. */
const CAST_FIRST = /^(bitwise_|gcd|lcm)/;
/** Kernels that find out for themselves, in C++ names. */
const CASTS_ITSELF = new Set(["clamp", "clamp_min", "clamp_max"]);
function refuseCast(self: Tensor, result: DType, name: string): void {
	if (result.category > self.dtype.category && !self.unknownDtype)
		throw new TorchError(
			"RuntimeError",
			messages.IP_CAST(result.scalarType, CASTS_ITSELF.has(name) ? cppName(self.dtype) : self.dtype.scalarType),
			{ key: "IP_CAST" },
		);
}

/** Writes to expanded memory that PyTorch still allows, with a warning that ends with this place. */
const OVERLAP_LINES = new Map([
	["index_put", "TensorAdvancedIndexing.cpp:976"],
	["masked_fill", "TensorAdvancedIndexing.cpp:2450"],
	["index_fill", "TensorAdvancedIndexing.cpp:1913"],
]);
/** ... and without a word: every element gets the same, or the kernel does not look. */
const MAY_OVERLAP = new Set(["fill_.Scalar", "zero_", "triu", "tril", "threshold"]);
const overlapWarning = (op: string): string =>
	`Use of ${op}_ on expanded tensors is deprecated. Please clone() the tensor before performing this operation. This also applies to advanced indexing e.g. tensor[${op === "index_put" ? "indices" : "mask"}] = ${op === "index_put" ? "tensor" : "scalar"} (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/${OVERLAP_LINES.get(op)}.)`;
/** The value of these is one number, read before anything is written. */
const READS_VALUE_FIRST = new Set(["masked_fill", "index_fill"]);
/** These refuse even an operand in the very same place. */
const NO_OVERLAP = new Set(["index_put", "index_add", "index_copy", "scatter", "scatter_add"]);
/** `t[mask] = one number` is a masked_fill_ inside. */
function isMaskedFill(args: unknown[]): boolean {
	const [, indices, value, accumulate] = args as [Tensor, (Tensor | null)[], Tensor, boolean];
	const given = indices.filter((t) => t !== null);
	return !accumulate && value.numel === 1 && given.length === 1 && given[0]!.dtype.category === 0;
}
const METADATA_ONLY = new Set(["t_", "transpose_", "squeeze_", "unsqueeze_", "as_strided_", "swapaxes_", "swapdims_"]);
const isMetadataOnly = (base: string): boolean => METADATA_ONLY.has(base);

/** No derivative formula: a node that refuses to run. */
function refusingNode(op: Op, args: unknown[], inPlace: boolean): Node {
	const name = `${op.facts.schema.base}${inPlace ? "_" : ""}`;
	return new FormulaNode("NotImplemented", name, edgesOf(args, op.tensorParams), () => {
		throw new TorchError("RuntimeError", messages.NOT_DIFF_BACKWARD(name), { key: "NOT_DIFF_BACKWARD" });
	});
}

/** Gives the outputs their grad_fn and the node its saved tensors. */
function record(op: Op, args: unknown[], outputs: Tensor[]): void {
	if (op.facts.node === "") {
		const node = refusingNode(op, args, false);
		for (const o of outputs) if (isDifferentiable(o.dtype)) setHistory(o, node);
		return;
	}
	const node = new OpNode(op, args, null);
	for (let i = 0; i < outputs.length; i++) {
		const o = outputs[i]!;
		if (!isDifferentiable(o.dtype) || op.facts.notDifferentiable.includes(op.resultNames[i] ?? "")) {
			node.addOutput({ sizes: o.sizes, dtype: o.dtype });
			continue;
		}
		setHistory(o, node);
		if (o.view !== null) o.view.attrVersion = o.counter.version;
	}
	node.saveOutputs(outputs);
}

/** What an in-place op keeps of the value it overwrites; its history serves derivatives of the gradient. */
function hiddenClone(t: Tensor): Tensor {
	return functional(opOf("clone"), [t, null]) as Tensor;
}
