/** How a layer is described: constructor parameters, what it registers, its forward, its text. One row a layer; see layers-*.ts. */
import type { Dim } from "../../shape/dim.ts";
import { type DType, dtypes } from "../../shape/dtype.ts";
import type { Tensor } from "../../autograd/tensor.ts";
import { world } from "../../autograd/world.ts";
import { call } from "../../ops/dispatch.ts";
import { def } from "../../values/native.ts";
import { bindParameters, type Parameter } from "../../values/signature.ts";
import { dimOf, PyTensor } from "../../values/tensor.ts";
import {
	builtinClass,
	PyBuiltin,
	PyFloat,
	type PyClass,
	type PyInstance,
	PyList,
	PyTuple,
	Unknown,
	type Value,
} from "../../values/value.ts";
import { rt } from "../../values/runtime.ts";
import { dtypeOf } from "../decode.ts";
import { on } from "../../ops/table/creation.ts";
import { deviceIn } from "../devices.ts";
import { dictGet } from "./dicts.ts";
import { baseOfLayer } from "./layer-bases.ts";
import { initModule, registerBuffer, registerParameter, table } from "./module.ts";
import { makeParameter } from "./parameter.ts";

export interface Layer {
	/** Constructor parameters in order with Python defaults: `"in_features out_features bias=True"`; `*` starts keyword-only ones. */
	init: string;
	/** Sets attributes and registers parameters; runs after `Module.__init__`. `a` holds the arguments by name. */
	build(m: PyInstance, a: Record<string, Value>): void;
	/** Draws the initial numbers; also callable as `reset_parameters()`. Called by `build` where PyTorch's constructor does. */
	reset?(m: PyInstance): void;
	/** Forward's parameters as a native signature (`"! .input"`), and its body. */
	forward: [signature: string, body: (m: PyInstance, ...args: Value[]) => Value];
	/** What subclasses call of it besides. */
	methods?: Record<string, [signature: string, body: (m: PyInstance, ...args: Value[]) => Value]>;
	/** `extra_repr`. */
	text?(m: PyInstance): string;
	/** File in torch.nn.modules, for the qualified class name. */
	file: string;
}

export const layerClasses = new Map<string, PyClass>();

const literals: Record<string, Value> = { True: true, False: false, None: null };
interface InitParameter extends Parameter {
	default: Value | undefined;
}
function parseInit(text: string): InitParameter[] {
	const out: InitParameter[] = [];
	let isKeywordOnly = false;
	for (const token of text.split(" ").filter((t) => t !== "")) {
		if (token === "*") {
			isKeywordOnly = true;
			continue;
		}
		const [name, d] = token.split("=") as [string, string?];
		const value =
			d === undefined
				? undefined
				: d in literals
					? literals[d]
					: d.startsWith("'")
						? d.slice(1, -1)
						: /[.e]/.test(d)
							? new PyFloat(Number(d))
							: Number(d);
		out.push({ name, default: value, hasDefault: d !== undefined, isKeywordOnly });
	}
	return out;
}

/** What every layer takes besides. */
const PLACEMENT: readonly InitParameter[] = ["device", "dtype"].map((name) => ({
	name,
	default: null,
	hasDefault: true,
	isKeywordOnly: false,
}));

/** Declares layers; each becomes a class of torch.nn. */
export function defineLayers(layers: Record<string, Layer>): void {
	for (const [name, layer] of Object.entries(layers)) {
		const cls = builtinClass(name, [baseOfLayer(name, layerClasses)], `torch.nn.modules.${layer.file}`);
		layerClasses.set(name, cls);
		let parameters: InitParameter[] | null = null;
		cls.set(
			"__init__",
			new PyBuiltin("__init__", (args, kw) => {
				parameters ??= [...parseInit(layer.init), ...PLACEMENT];
				const m = args[0] as PyInstance;
				const given = bindParameters(`${name}.__init__`, parameters, args.slice(1), kw);
				const a: Record<string, Value> = {};
				for (const p of parameters) a[p.name] = given.has(p.name) ? given.get(p.name)! : (p.default as Value);
				initModule(m);
				const before = device;
				device = a.device ?? null;
				try {
					layer.build(m, a);
				} finally {
					device = before;
				}
				return null;
			}),
		);
		def(cls, "forward", layer.forward[0], (m: PyInstance, ...args: Value[]) => layer.forward[1](m, ...args));
		for (const [method, [signature, body]] of Object.entries(layer.methods ?? {})) def(cls, method, signature, body);
		if (layer.text !== undefined) def(cls, "extra_repr", "", (m: PyInstance) => layer.text!(m));
		if (layer.reset !== undefined) def(cls, "reset_parameters", "", (m: PyInstance) => layer.reset!(m));
	}
}

/** Plain attributes as given (also visible to Python). */
export function setAttrs(m: PyInstance, attrs: Record<string, Value>): void {
	for (const [k, v] of Object.entries(attrs)) m.dict.set(k, v);
}
/** A dimension argument: an int, a symbolic or unknown size. */
export const size = (v: Value): Dim =>
	dimOf(v) ??
	rt.raise("TypeError", `empty(): argument 'size' must be tuple of ints, but found element of type ${rt.typeOf(v).name} at pos 2`);
export const floatDType = (a: Record<string, Value>): DType =>
	a.dtype == null || a.dtype instanceof Unknown ? dtypes[world.defaultDtype] : (dtypeOf(a.dtype) ?? dtypes[world.defaultDtype]);

/** The device that the layer under construction was given. */
let device: Value = null;
const placed = (t: Tensor): Tensor => (device === null && world.device === null ? t : on(t, deviceIn(device ?? world.device)));
/** Registers a parameter of uninitialised numbers. */
export function emptyParameter(m: PyInstance, name: string, sizes: Dim[], a: Record<string, Value>): Tensor {
	const p = makeParameter(placed(call("empty.memory_format", sizes, floatDType(a))), true);
	registerParameter(m, name, p);
	return p.tensor;
}
export function absent(m: PyInstance, name: string): void {
	registerParameter(m, name, null);
}
export function buffer(m: PyInstance, name: string, t: Tensor): void {
	registerBuffer(m, name, new PyTensor(placed(t)));
}
/** A registered parameter (or whatever stands in its place: parametrizations, user properties). Null when None. */
export function member(m: PyInstance, name: string): Value {
	const own = m.dict.get(name);
	if (own !== undefined) return own;
	for (const t of ["_parameters", "_buffers"] as const) {
		const d = table(m, t);
		const v = d === null ? undefined : dictGet(d, name);
		if (v !== undefined) return v;
	}
	return rt.getAttr(m, name);
}
/** That member where it is a tensor. */
export const memberTensor = (m: PyInstance, name: string): Tensor | null => {
	const v = member(m, name);
	return v instanceof PyTensor ? v.tensor : null;
};
/** `reset_parameters()`, which a subclass may have overridden. */
export const reset = (m: PyInstance): void => void rt.call(rt.getAttr(m, "reset_parameters"), []);
export const attr = (m: PyInstance, name: string): Value => m.dict.get(name) ?? rt.getAttr(m, name);
export const num = (v: Value, otherwise = 0): number =>
	typeof v === "number" ? v : v instanceof PyFloat ? v.value : typeof v === "boolean" ? Number(v) : otherwise;
export function tuple(v: Value, n: number): PyTuple {
	if (v instanceof PyList && v.more !== null) return new PyTuple(new Array(n).fill(v.more));
	return v instanceof PyTuple || v instanceof PyList ? new PyTuple([...v.items]) : new PyTuple(new Array(n).fill(v));
}
/** Calls torch.nn.functional by name with Python values: the layer's forward is the function's. */
export function functional(name: string, args: Value[], kw: Record<string, Value> = {}): Value {
	const f = rt.getAttr(rt.importModule("torch.nn.functional"), name);
	return rt.call(f, args, new Map(Object.entries(kw)));
}
