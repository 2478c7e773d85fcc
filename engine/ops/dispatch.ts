/**
 * Runs one op: the same steps in the same order for every row (spec sections 3.1 and 4.1). Functional, in-place and view forms
 * differ only here.
 */
import { dtypes, isDifferentiable } from "../shape/dtype.ts";
import { equal, nothingKnown, UNKNOWN_DIM } from "../shape/dim.ts";
import { overlapsItself, type Sizes, sizesText } from "../shape/shape.ts";
import { messages, TorchError } from "../autograd/errors.ts";
import { type Edge, FormulaNode, type Gradients, Node } from "../autograd/node.ts";
import { SavedVariable } from "../autograd/saved.ts";
import { convert, Tensor } from "../autograd/tensor.ts";
import { checkInPlace, checkOverlap, refuseOverlap, gradFnOf, gradientEdge, markView, rebaseHistory, requiresGrad, setHistory } from "../autograd/view.ts";
import { world } from "../autograd/world.ts";
import { factsOf, type OpFacts } from "./facts.ts";
import { compositeOf, type Formula, type FormulaEnv, type Row, rowOf, type TensorMeta } from "./row.ts";

/** Everything dispatch needs to know about an op, worked out once. */
interface Op {
	facts: OpFacts;
	row: Row | undefined;
	/** Parameter positions that hold a tensor, an optional tensor or a tensor list. */
	tensorParams: number[];
	/** Positions of differentiable inputs. */
	diffParams: number[];
	resultNames: string[];
}
const ops = new Map<string, Op>();

/** Ops without a derivative whose results all the same require grad: their node refuses to run. */
const REFUSING = new Set(
	"floor_divide floor_divide.Scalar remainder.Scalar_Tensor heaviside scatter.reduce scatter.value_reduce logit_backward hardsigmoid_backward multi_margin_loss_backward multilabel_margin_loss_backward native_group_norm_backward _weight_norm_interface_backward _masked_softmax_backward bincount bernoulli.p binomial native_norm linalg_ldl_factor_ex linalg_ldl_solve addmm.dtype mm.dtype bmm.dtype baddbmm.dtype".split(" "),
);

function opOf(name: string): Op {
	let op = ops.get(name);
	if (op !== undefined) return op;
	const facts = factsOf(name);
	if (facts === undefined) throw new Error(`no operator ${name}`);
	const returns = facts.schema.returns;
	const tensorParams = facts.schema.params.flatMap((p, i) => (p.type === "Tensor" || p.type === "Tensor[]" ? [i] : []));
	op = {
		facts,
		row: rowOf(name),
		tensorParams,
		diffParams: REFUSING.has(name) ? tensorParams : facts.differentiable.map((n) => facts.schema.index.get(n)!).filter((i) => i !== undefined),
		resultNames: returns.map((r, i) => r.name ?? (returns.length === 1 ? "result" : `result${i}`)),
	};
	ops.set(name, op);
	return op;
}

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
	if (params !== undefined)
		for (let i = args.length; i < params.length; i++) {
			const p = params[i]!;
			args.push(p.hasDefault ? p.default : null);
		}
	if (composite !== undefined) return composite(...args);
	wrapNumbers(op!, args);
	if (op!.facts.isInPlace) return inPlace(op!, args, name);
	return functional(op!, args);
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
	// A composite in-place form (`copy_` has a hand-written node) stands for itself.
	const composite = compositeOf(inPlaceName(name));
	if (composite !== undefined) {
		const schema = factsOf(name)?.schema.params ?? [];
		for (let i = args.length; i < schema.length; i++) args.push(schema[i]!.hasDefault ? schema[i]!.default : null);
		return composite(...args) as Tensor;
	}
	const own = ownInPlaceName(name);
	const op = opOf(own ?? name);
	const params = op.facts.schema.params;
	for (let i = args.length; i < params.length; i++) args.push(params[i]!.hasDefault ? params[i]!.default : null);
	wrapNumbers(op, args);
	return inPlace(op, args, shownName ?? `${op.facts.schema.base}${op.facts.isInPlace ? "" : "_"}`);
}

function inPlaceName(name: string): string {
	const dot = name.indexOf(".");
	return dot < 0 ? `${name}_` : `${name.slice(0, dot)}_${name.slice(dot)}`;
}

/** In-place ops with a derivative entry of their own (`leaky_relu_`, `squeeze_`). */
function ownInPlaceName(name: string): string | null {
	const own = inPlaceName(name);
	return factsOf(own)?.isInPlace === true ? own : null;
}

function wrapNumbers(op: Op, args: unknown[]): void {
	for (const i of op.tensorParams) {
		const a = args[i];
		if (typeof a === "number" || typeof a === "boolean") args[i] = Tensor.wrap(a, !Number.isInteger(a) && typeof a === "number");
	}
}

/** The tensors among the arguments at `positions`. */
function tensorsAt(args: unknown[], positions: number[]): Tensor[] {
	const out: Tensor[] = [];
	for (const i of positions) {
		const a = args[i];
		if (a instanceof Tensor) out.push(a);
		else if (Array.isArray(a)) for (const t of a) if (t instanceof Tensor) out.push(t);
	}
	return out;
}

function needsGrad(op: Op, args: unknown[]): boolean {
	if (!world.gradMode) return false;
	for (const t of tensorsAt(args, op.diffParams)) if (requiresGrad(t)) return !allInference(op, args);
	return false;
}

/** Inference tensors among themselves never reach autograd. */
function allInference(op: Op, args: unknown[]): boolean {
	return tensorsAt(args, op.tensorParams).every((t) => t.isInference);
}

function functional(op: Op, args: unknown[]): Tensor | Tensor[] {
	const tensors = tensorsAt(args, op.tensorParams);
	const need = needsGrad(op, args);
	// Reading grad_fn of a stale view is part of using it: it may raise.
	if (world.gradMode) for (const t of tensors) if (t.view !== null) gradFnOf(t);
	refuseUndifferentiable(op, args);
	const result = forward(op, args, tensors);
	const outputs = Array.isArray(result) ? result : [result];
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
		if (world.record !== null && tensors.length > 0) for (const o of outputs) o.lineage = tensors;
		// What is computed from a tensor of unknown history has an unknown history.
		if (world.gradMode && op.facts.node !== "" && tensors.some((t) => t.unknownGrad)) for (const o of outputs) o.unknownGrad = isDifferentiable(o.dtype);
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
	for (const i of op.tensorParams) {
		const p = op.facts.schema.params[i]!;
		const a = args[i];
		if (a instanceof Tensor && requiresGrad(a) && !op.facts.differentiable.includes(p.name) && !op.facts.notImplemented.includes(p.name))
			throw new TorchError("RuntimeError", messages.ARG_NOT_DIFF(op.facts.schema.base, p.name), { key: "ARG_NOT_DIFF" });
	}
}

let shapeUnknown = false;
/** Runs `f` with every op giving results of unknown shape: some argument that decides shapes is not known. */
export function withUnknownShapes<T>(f: () => T): T {
	shapeUnknown = true;
	try {
		return f();
	} finally {
		shapeUnknown = false;
	}
}

function forward(op: Op, args: unknown[], tensors: Tensor[]): Tensor | Tensor[] {
	if (op.row === undefined || shapeUnknown || tensors.some((t) => t.unknownShape)) return unknownResult(op, args, tensors);
	const result = op.row.forward(...args);
	if (tensors.some((t) => t.unknownDtype)) for (const r of Array.isArray(result) ? result : [result]) if (isDifferentiable(r.dtype)) r.unknownDtype = true;
	if (tensors.length > 0 && tensors[0]!.device !== "cpu") for (const r of Array.isArray(result) ? result : [result]) r.device = tensors[0]!.device;
	return result;
}

/** An op without a row, or on tensors whose shape is not known: outputs of unknown shape with the graph PyTorch would build. */
function unknownResult(op: Op, args: unknown[], tensors: Tensor[]): Tensor | Tensor[] {
	const first = tensors.find((t) => !t.isWrappedNumber) ?? tensors[0];
	const make = (differentiable: boolean): Tensor => {
		const of = args[0];
		const t = op.facts.isView && of instanceof Tensor ? of.alias([UNKNOWN_DIM], null, 0) : unknownTensor(first);
		t.unknownShape = true;
		if (!differentiable) t.dtype = INDEX_DTYPE;
		return t;
	};
	const returns = op.facts.schema.returns;
	if (returns.length === 1 && returns[0]!.type !== "Tensor[]") return make(true);
	if (returns.length === 1) return [make(true), make(true)];
	return returns.map((r) => make(!/indices|index|counts|inverse/.test(r.name ?? "")));
}
const INDEX_DTYPE = dtypes.int64;

/** A tensor of which only that it is one is known. */
export function unknownTensor(like?: Tensor): Tensor {
	const t = Tensor.make([UNKNOWN_DIM], like?.dtype ?? dtypes.float32, null);
	t.unknownShape = true;
	t.unknownDtype = like === undefined || like.unknownDtype;
	if (like !== undefined) t.device = like.device;
	return t;
}

function inPlace(op: Op, args: unknown[], shownName: string): Tensor {
	const self = args[0] as Tensor;
	const others = tensorsAt(args, op.tensorParams).filter((t) => t !== self);
	const need = needsGrad(op, args) && isDifferentiable(self.dtype);
	// PyTorch finds out about inference tensors when it counts the write, which has happened by then.
	const refused = self.isInference && !world.inferenceMode;
	if (!refused) checkInPlace(self, need);
	if (world.gradMode) for (const t of others) if (t.view !== null) gradFnOf(t);
	const node = !need ? null : op.facts.node === "" ? refusingNode(op, args, !op.facts.isInPlace) : new OpNode(op, args, true);
	const functionalRow = op.row ?? rowOf(op.facts.schema.base.replace(/_$/, "") + (op.facts.schema.overload === "" ? "" : `.${op.facts.schema.overload}`));
	const unknown = functionalRow === undefined || shapeUnknown || self.unknownShape || others.some((t) => t.unknownShape);
	if (!unknown) {
		const base = op.facts.schema.base.replace(/_$/, "");
		const filled = base === "index_put" && isMaskedFill(args);
		if (overlapsItself(self.sizes, self.strides)) {
			for (const name of filled ? ["index_put", "masked_fill"] : [base]) if (OVERLAP_LINES.has(name)) world.warn("UserWarning", overlapWarning(name));
			if (!OVERLAP_LINES.has(base) && !MAY_OVERLAP.has(op.facts.schema.name) && !isMetadataOnly(op.facts.schema.base)) refuseOverlap(self);
		}
		const result = functionalRow.forward(...args) as Tensor;
		if (result !== self && !isMetadataOnly(op.facts.schema.base)) {
			// Metadata ops (t_, squeeze_ ...) change geometry instead of numbers.
			for (let i = 0; i < result.sizes.length || i < self.sizes.length; i++)
				if (result.sizes.length !== self.sizes.length || equal(result.sizes[i]!, self.sizes[i]!) === false)
					throw new TorchError("RuntimeError", messages.IP_BROADCAST(sizesText(self.sizes), sizesText(result.sizes)), { key: "IP_BROADCAST" });
			if (result.dtype.category > self.dtype.category)
				throw new TorchError("RuntimeError", messages.IP_CAST(result.dtype.scalarType, self.dtype.scalarType), { key: "IP_CAST" });
			checkOverlap(self, filled ? (args[1] as (Tensor | null)[]).filter((t) => t !== null) : others);
			const data = result.numbers();
			self.write(data === null || result.dtype === self.dtype ? data : convert(data, self.dtype));
		} else if (result !== self) {
			self.sizes = result.sizes;
			self.strides = result.strides;
			self.offset = result.offset;
		}
	} else self.storage.data = null;
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
		if (node instanceof OpNode) node.saveOutputs([self]);
	} else if (self.view !== null && !world.gradMode && self.view.creationMeta === "DEFAULT") {
		// Under no_grad the history stays; the getter refreshes the views when somebody looks.
	}
	return self;
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
	`Use of ${op}_ on expanded tensors is deprecated. Please clone() the tensor before performing this operation. This also applies to advanced indexing e.g. tensor[${op === "masked_fill" ? "mask" : "indices"}] = ${op === "index_put" ? "tensor" : "scalar"} (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/${OVERLAP_LINES.get(op)}.)`;
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
	return new FormulaNode("NotImplemented", name, edgesOf(op, args, op.tensorParams), () => {
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
	const node = new OpNode(op, args, false);
	for (let i = 0; i < outputs.length; i++) {
		const o = outputs[i]!;
		if (!isDifferentiable(o.dtype) || op.facts.notDifferentiable.includes(op.resultNames[i] ?? "")) {
			node.outputs.push({ sizes: o.sizes, dtype: o.dtype });
			continue;
		}
		setHistory(o, node);
		if (o.view !== null) o.view.attrVersion = o.counter.version;
	}
	node.saveOutputs(outputs);
}

function edgesOf(_op: Op, args: unknown[], positions: number[]): (Edge | null)[] {
	const edges: (Edge | null)[] = [];
	for (const i of positions) {
		const a = args[i];
		if (Array.isArray(a)) for (const t of a) edges.push(t instanceof Tensor ? gradientEdge(t) : null);
		else edges.push(a instanceof Tensor ? gradientEdge(a) : null);
	}
	return edges;
}

const metaOf = (t: Tensor): TensorMeta => ({ sizes: t.sizes, strides: t.strides, offset: t.offset, dtype: t.dtype, requiresGrad: requiresGrad(t) });
const isMeta = (a: unknown): a is TensorMeta => typeof a === "object" && a !== null && "requiresGrad" in a;

interface Input {
	position: number;
	item: number;
	meta: TensorMeta;
}
const NO_META: TensorMeta = { sizes: [], strides: null, offset: 0, dtype: dtypes.float32, requiresGrad: false };

/** The backward node of a row. */
export class OpNode extends Node {
	readonly #op: Op;
	/** Arguments with tensors replaced by their metadata; saved ones come back through `saved`. */
	readonly #args: unknown[];
	/** What was saved, by argument or result name, in the order of unpacking. */
	readonly #savedNames: string[] = [];
	readonly #savedValues: (SavedVariable | (SavedVariable | null)[])[] = [];

	constructor(op: Op, args: unknown[], isInPlace: boolean) {
		super(op.facts.node, op.facts.schema.name, edgesOf(op, args, op.diffParams));
		this.#op = op;
		this.#args = args.map((a) => (a instanceof Tensor ? metaOf(a) : Array.isArray(a) && a.some((t) => t instanceof Tensor) ? a.map((t) => (t instanceof Tensor ? metaOf(t) : t)) : a));
		for (const { name, onlyIf } of op.facts.savedInputs) {
			const position = op.facts.schema.index.get(name);
			if (position === undefined) continue;
			if (onlyIf !== null && !onlyIf.some((n) => this.#requires(args, n))) continue;
			const a = args[position];
			const overwritten = isInPlace && position === 0;
			if (a instanceof Tensor) this.#save(name, new SavedVariable(name, overwritten ? hiddenClone(a) : a, false, this, overwritten || a.isWrappedNumber));
			else if (Array.isArray(a)) {
				const list = a.map((t) => (t instanceof Tensor ? new SavedVariable(name, t, false, this, t.isWrappedNumber) : null));
				for (const s of list) if (s !== null) this.saved.push(s);
				this.#savedNames.push(name);
				this.#savedValues.push(list);
			}
		}
	}

	#requires(args: unknown[], name: string): boolean {
		const a = args[this.#op.facts.schema.index.get(name)!];
		return a instanceof Tensor ? requiresGrad(a) : Array.isArray(a) && a.some((t) => t instanceof Tensor && requiresGrad(t));
	}

	#save(name: string, s: SavedVariable): void {
		this.saved.push(s);
		this.#savedNames.push(name);
		this.#savedValues.push(s);
	}

	saveOutputs(outputs: Tensor[]): void {
		for (const name of this.#op.facts.savedOutputs) {
			const i = this.#op.resultNames.indexOf(name);
			const out = outputs[i < 0 ? 0 : i];
			if (out !== undefined) this.#save(name, new SavedVariable(name, out, true, this));
		}
	}

	/** The differentiable inputs in the order of the edges; `item` counts within a list, else it is -1. */
	#inputs(): Input[] {
		const inputs: Input[] = [];
		for (const position of this.#op.diffParams) {
			const a = this.#args[position];
			if (Array.isArray(a)) for (let item = 0; item < a.length; item++) inputs.push({ position, item, meta: isMeta(a[item]) ? a[item] : NO_META });
			else inputs.push({ position, item: -1, meta: isMeta(a) ? a : NO_META });
		}
		return inputs;
	}

	override apply(grads: Gradients, needed: boolean[]): Gradients {
		const saved = this.#unpack();
		const inputs = this.#inputs();
		const params = this.#op.facts.schema.params;
		// Formulas on guessed shapes would raise errors of their own.
		const blind = grads.some((g) => g?.unknownShape === true) || this.saved.some((s) => s.tensor.unknownShape) || inputs.some(({ meta }) => nothingKnown(meta.sizes)) || this.outputs.some((o) => nothingKnown(o.sizes));
		const symbolic = blind || (!world.gradMode && !this.#hasNumbers(grads));
		const formulas = symbolic ? undefined : (this.#op.row?.grad ?? inPlaceFormulas(this.#op));
		const env = formulas === undefined ? null : this.#environment(grads, saved);
		// A list has one formula for all its tensors.
		let computed = -1;
		let result: unknown = null;
		return inputs.map(({ position, item, meta }, i) => {
			if (!needed[i]) return null;
			const name = params[position]!.name;
			if (this.#op.facts.notImplemented.length > 0 && this.#op.facts.notImplemented.includes(name)) throw new TorchError("NotImplementedError", messages.NOT_IMPLEMENTED(inPlaceText(this.#op.facts)), { key: "NOT_IMPLEMENTED" });
			const formula = formulas?.[name];
			if (formula === undefined) return emptyGradient(meta, this.#op.row?.zeroGrad === true, world.gradMode);
			if (computed !== position) {
				result = formula(grads[0] as Tensor, env);
				computed = position;
			}
			return (item < 0 ? result : (result as (Tensor | null)[])[item]) as Tensor | null;
		});
	}

	/** Everything that was saved, each with its check. The later argument comes first, as in PyTorch 2.13's generated nodes (spec section 3.1, item 9). */
	#unpack(): unknown[] {
		const out: unknown[] = [];
		for (const s of this.#savedValues) out.push(Array.isArray(s) ? s.map((x) => x?.unpack() ?? null) : s.unpack());
		return out;
	}

	/** Lays out the formula's names. */
	#environment(grads: Gradients, saved: unknown[]): FormulaEnv {
		const env: Record<string, unknown> = { grads };
		const params = this.#op.facts.schema.params;
		for (let i = 0; i < params.length; i++) env[params[i]!.name] = this.#args[i];
		for (let i = 0; i < saved.length; i++) env[this.#savedNames[i]!] = saved[i];
		return env;
	}

	#hasNumbers(grads: Gradients): boolean {
		return grads.every((g) => g === null || g.storage.data !== null) && (this.#op.row?.ownNumbers === true || this.saved.every((s) => s.tensor.storage.data !== null));
	}

	/** Names of the tensors that such a node may keep (`self`, `result`). */
	savable(): string[] {
		return [...this.#op.facts.savedInputs.map((s) => s.name), ...this.#op.facts.savedOutputs];
	}

	/** For `grad_fn._saved_self`. */
	savedNamed(name: string): SavedVariable | (SavedVariable | null)[] | undefined {
		return this.#savedValues[this.#savedNames.indexOf(name)];
	}
}

const inPlaceText = (f: OpFacts): string => (f.isInPlace ? `inplace version of ${f.schema.base.replace(/_$/, "")}` : f.schema.base);

/** `leaky_relu_` has its own node but the formulas of `leaky_relu`. */
function inPlaceFormulas(op: Op): Record<string, Formula> | undefined {
	if (!op.facts.isInPlace) return undefined;
	const s = op.facts.schema;
	return rowOf(s.base.replace(/_$/, "") + (s.overload === "" ? "" : `.${s.overload}`))?.grad;
}

/** What an in-place op keeps of the value it overwrites; its history serves derivatives of the gradient. */
function hiddenClone(t: Tensor): Tensor {
	return functional(opOf("clone"), [t, null]) as Tensor;
}

/** A gradient whose numbers are not known (or are all zero). */
export function emptyGradient(meta: { sizes: Sizes; dtype: TensorMeta["dtype"] }, zero: boolean, unknownGraph = false): Tensor {
	const t = Tensor.make(meta.sizes, meta.dtype, null);
	t.unknownShape = nothingKnown(meta.sizes);
	// With create_graph the real gradient may have a history that we do not model.
	t.unknownGrad = unknownGraph && !zero;
	if (zero && t.numberSizes() !== null && (t.numel as number) <= world.elements) t.storage.data = meta.dtype.make((t.numel as number) * meta.dtype.width);
	return t;
}
