/**
 * PyTorch's TypeErrors for arguments that fit no signature, found in the steps of its argument parser: when the number of arguments leaves
 * one signature, that one is tried again and says what is wrong with it; else all signatures are listed.
 */
import type { Param } from "../ops/schema.ts";
import type { OpFacts } from "../ops/facts.ts";
import { PyTensor } from "../values/tensor.ts";
import { type Kwargs, PyList, PyTuple, type Value } from "../values/value.ts";
import { rt } from "../values/runtime.ts";
import { decode, isListOfInts, MISMATCH } from "./decode.ts";
import { SIGNATURES } from "./signatures.generated.ts";

/** A parameter as Python sees it. */
interface Argument {
	name: string;
	/** `Number`, `tuple of ints`: as messages call it. */
	type: string;
	optional: boolean;
	kwOnly: boolean;
	/** What the schema says of it; null for `out` and the factories' keywords, which are taken as they come. */
	param: Param | null;
}
interface Signature {
	text: string;
	args: Argument[];
	least: number;
	positional: number;
}

let table: Map<string, string[]> | null = null;
/** The signatures PyTorch shows for a function (`add`, `linalg.norm`) or a method (`.add`). */
export function listed(name: string): string[] | undefined {
	table ??= new Map(
		SIGNATURES.trim()
			.split("\n")
			.map((line) => {
				const [key, ...texts] = line.split("\t") as [string, ...string[]];
				return [key, texts];
			}),
	);
	return table.get(name);
}

const TYPE_NAMES: Record<string, string> = {
	Scalar: "Number",
	"int[]": "tuple of ints",
	"Tensor[]": "tuple of Tensors",
	"float[]": "tuple of floats",
	"Scalar[]": "tuple of Scalars",
	ScalarType: "torch.dtype",
	Device: "torch.device",
	Layout: "torch.layout",
	MemoryFormat: "torch.memory_format",
	Generator: "torch.Generator",
};
const pythonName = (p: Param): string => (p.name === "self" ? "input" : p.name);

/** Reads `(Tensor input, *, Tensor out = None)`; the schema whose parameters have the same names tells the rest. */
function parse(text: string, candidates: OpFacts[], method: boolean): Signature {
	const pieces = text === "()" ? [] : text.slice(1, -1).split(", ");
	const args: Argument[] = [];
	let kwOnly = false;
	for (const piece of pieces) {
		if (piece === "*") {
			kwOnly = true;
			continue;
		}
		const [left, standard] = piece.split(" = ") as [string, string?];
		const at = left.lastIndexOf(" ");
		args.push({ name: left.slice(at + 1), type: left.slice(0, at), optional: standard !== undefined, kwOnly, param: null });
	}
	const fits = (f: OpFacts): boolean => {
		const params = method ? f.schema.params.slice(1) : f.schema.params;
		return (
			params.filter((p) => !p.kwOnly).every((p, i) => args[i]?.name === pythonName(p) || args[i]?.name === p.name) &&
			args.filter((a) => !a.kwOnly).length === params.filter((p) => !p.kwOnly).length &&
			params.filter((p) => !p.kwOnly).every((p, i) => (TYPE_NAMES[p.type] ?? p.type) === args[i]!.type)
		);
	};
	const facts = candidates.find(fits);
	for (const a of args)
		a.param = facts?.schema.params.find((p, i) => !(method && i === 0) && (pythonName(p) === a.name || p.name === a.name)) ?? null;
	return counted({ text, args, least: 0, positional: 0 });
}
function counted(s: Signature): Signature {
	s.least = s.args.filter((a) => !a.optional).length;
	s.positional = s.args.filter((a) => !a.kwOnly).length;
	return s;
}

/** Keywords that every factory takes besides its schema's. */
const FACTORY = ["requires_grad", "out", "device", "dtype", "layout", "pin_memory"];

function fromSchema(f: OpFacts, method: boolean): Signature {
	const args = f.schema.params
		.filter((_, i) => !(method && i === 0))
		.map(
			(p): Argument => ({ name: pythonName(p), type: TYPE_NAMES[p.type] ?? p.type, optional: p.hasDefault, kwOnly: p.kwOnly, param: p }),
		);
	const factory = f.schema.params.some((p) => p.name === "pin_memory");
	for (const name of f.hasOut && !method ? ["out"] : []) args.push({ name, type: "Tensor", optional: true, kwOnly: true, param: null });
	if (factory)
		for (const name of FACTORY)
			if (!args.some((a) => a.name === name)) args.push({ name, type: "bool", optional: true, kwOnly: true, param: null });
	return counted({ text: "", args, least: 0, positional: 0 });
}

/** Raises what PyTorch raises for a call that fits none of the candidates. `args` are without self for methods. */
export function mismatch(
	base: string,
	name: string,
	candidates: OpFacts[],
	isMethod: boolean,
	module: string,
	args: Value[],
	kw: Kwargs | null,
): never {
	const texts = listed(`${isMethod ? "." : module === "" ? "" : `${module}.`}${name}`);
	const given = args.length + (kw?.size ?? 0);
	if (texts === undefined) {
		const only = fromSchema(candidates[0]!, isMethod);
		if (isMethod && only.args.length === 0)
			rt.raise(
				"TypeError",
				args.length > 0
					? `TensorBase.${name}() takes no arguments (${args.length} given)`
					: `TensorBase.${name}() takes no keyword arguments`,
			);
		explain(only, base, name, args, kw);
		return list(name, [only.text], args, kw);
	}
	const signatures = texts.map((t) => parse(t, candidates, isMethod));
	const plausible = signatures.filter((s) => given >= s.least && given <= s.args.length);
	if (plausible.length === 1) explain(plausible[0]!, base, name, args, kw);
	return list(name, texts, args, kw);
}

/** What is wrong with the arguments for this signature; returns when nothing is. */
function explain(s: Signature, base: string, name: string, args: Value[], kw: Kwargs | null): void {
	const spread = s.positional === 1 && s.args[0]!.type === "tuple of ints";
	if (args.length > s.positional && !spread) tooMany(s, name, args.length);
	let at = 0;
	let left = kw?.size ?? 0;
	for (const [i, a] of s.args.entries()) {
		let v: Value | undefined;
		const keyword = at >= args.length;
		if (!keyword) {
			if (a.kwOnly) tooMany(s, name, args.length);
			v = args[at]!;
		} else v = named(kw, a.name);
		if (v === undefined) {
			if (!a.optional && a.param?.optional !== true) missing(s, name, i);
			if (!keyword) at++;
			continue;
		}
		if (!fitsArgument(a, v, base)) {
			if (spread && at === 0 && !keyword && isListOfInts(args)) {
				at = args.length;
				continue;
			}
			const where = keyword ? "" : ` (position ${at + 1})`;
			const items = v instanceof PyList || v instanceof PyTuple ? v.items : null;
			if (a.type === "tuple of ints" && items !== null && items.length > 0 && !keyword)
				rt.raise(
					"TypeError",
					`${name}(): argument '${a.name}'${where} must be ${a.type}, but found element of type ${typeName(items[0]!)} at pos 0`,
				);
			rt.raise("TypeError", `${name}(): argument '${a.name}'${where} must be ${a.type}, not ${typeName(v)}`);
		}
		if (keyword) left--;
		else at++;
	}
	if (left <= 0) return;
	for (const key of kw!.keys()) {
		const index = s.args.findIndex((a) => a.name === key);
		if (index < 0) rt.raise("TypeError", `${name}() got an unexpected keyword argument '${key}'`);
		if (index < args.length) rt.raise("TypeError", `${name}() got multiple values for argument '${key}'`);
	}
}

const NUMPY_NAMES: Record<string, string[]> = { dim: ["axis"], keepdim: ["keepdims"], input: ["x", "a", "x1"], other: ["x2"] };
function named(kw: Kwargs | null, name: string): Value | undefined {
	if (kw === null) return undefined;
	for (const key of [name, ...(NUMPY_NAMES[name] ?? [])]) if (kw.has(key)) return kw.get(key);
	return undefined;
}

function fitsArgument(a: Argument, v: Value, base: string): boolean {
	if (a.param === null)
		return (v === null && a.optional) || (a.type === "Tensor" ? v instanceof PyTensor : a.type === "bool" ? typeof v === "boolean" : true);
	return decode(a.param, v, base, { unknownNumber: false, unknownShape: false, unknownType: false, unknown: null }) !== MISMATCH;
}

function tooMany(s: Signature, name: string, given: number): never {
	const least = s.args.filter((a) => !a.optional).length;
	if (least !== s.positional)
		rt.raise("TypeError", `${name}() takes from ${least} to ${s.positional} positional arguments but ${given} were given`);
	rt.raise(
		"TypeError",
		`${name}() takes ${s.positional} positional argument${s.positional === 1 ? "" : "s"} but ${given} ${given === 1 ? "was" : "were"} given`,
	);
}

/** PyTorch's own plural: one argument is `arguments`. */
function missing(s: Signature, name: string, from: number): never {
	const names = s.args
		.slice(from)
		.filter((a) => !a.optional)
		.map((a) => `"${a.name}"`);
	rt.raise(
		"TypeError",
		`${name}() missing ${names.length} required positional argument${names.length === 1 ? "s" : ""}: ${names.join(", ")}`,
	);
}

function list(name: string, texts: string[], args: Value[], kw: Kwargs | null): never {
	// The keywords come out of a hash table: the last one first.
	const keywords = [...(kw ?? [])].reverse();
	const plain = given(
		args.map(typeName),
		keywords.map(([k, v]) => `${k}=${typeName(v)}`),
	);
	const head = `${name}() received an invalid combination of arguments - `;
	if (texts.length === 1) {
		const option = readOption(texts[0]!);
		const odd = unmatched(option, keywords);
		if (odd.length > 0) rt.raise("TypeError", `${head}got unrecognized keyword arguments: ${odd.join(", ")}`);
		rt.raise(
			"TypeError",
			`${head}got ${option.length === args.length + keywords.length ? marked(option, args, kw) : plain}, but expected ${texts[0]}`,
		);
	}
	const lines = texts.map((text) => {
		const option = readOption(text);
		if (option.length !== args.length + keywords.length) return ` * ${text}\n`;
		const odd = unmatched(option, keywords);
		return ` * ${text}\n      didn't match because some of the ${odd.length > 0 ? `keywords were incorrect: ${odd.join(", ")}` : `arguments have invalid types: ${marked(option, args, kw)}`}\n`;
	});
	rt.raise("TypeError", `${head}got ${plain}, but expected one of:\n${lines.join("")}`);
}
/** Without positional arguments PyTorch leaves the last comma. */
const given = (args: string[], keywords: string[]): string =>
	`(${[...args, ...keywords].join(", ")}${args.length === 0 && keywords.length > 0 ? ", " : ""})`;

/** PyTorch reads its own texts again here, and takes `*` and the default of a parameter for its type and name. */
function readOption(text: string): { type: string; name: string }[] {
	return text
		.slice(1, -1)
		.split(", ")
		.map((piece) => {
			const at = piece.lastIndexOf(" ");
			return { type: piece.slice(0, Math.max(at, 0)), name: piece.slice(at + 1) };
		});
}
function unmatched(option: { name: string }[], keywords: [string, Value][]): string[] {
	const from = Math.max(0, option.length - keywords.length);
	return keywords.map(([k]) => k).filter((k) => !option.slice(from).some((o) => o.name === k));
}
function marked(option: { type: string; name: string }[], args: Value[], kw: Kwargs | null): string {
	return `(${option
		.map((o, i) => {
			const v = i < args.length ? args[i]! : (kw!.get(o.name) as Value);
			const bare = fullTypeName(v);
			const shown = o.type === bare ? bare : `!${bare}!`;
			return i < args.length ? shown : shown.startsWith("!") ? `!${o.name}=${bare}!` : `${o.name}=${bare}`;
		})
		.join(", ")})`;
}

/** In the list of what has invalid types, containers show what is in them. */
function fullTypeName(v: Value): string {
	const name = typeName(v);
	if (v instanceof PyTuple) return `${name} of (${v.items.map(typeName).join(", ")}${v.items.length === 1 ? "," : ""})`;
	return v instanceof PyList ? `${name} of [${v.items.map(typeName).join(", ")}]` : name;
}

/** The type's name as C code gives it: classes written in C carry their module. */
export function typeName(v: Value): string {
	const cls = rt.typeOf(v);
	if (v instanceof PyTensor) return cls.name;
	return cls.module === "numpy" || C_CLASSES.has(`${cls.module}.${cls.name}`) ? `${cls.module}.${cls.name}` : cls.name;
}
const C_CLASSES = new Set([
	"torch.dtype",
	"torch.device",
	"torch.Size",
	"collections.OrderedDict",
	"collections.deque",
	"collections.defaultdict",
	"functools.partial",
	"datetime.datetime",
]);
