/**
 * Calls that put a factor before the tensor it belongs to, `p.add_(-lr, g)`: PyTorch still takes them and warns once per process.
 * Its list is tools/autograd/deprecated.yaml.
 */
import { world } from "../autograd/world.ts";
import { PyTensor } from "../values/tensor.ts";
import { rt } from "../values/runtime.ts";
import { type Kwargs, PyFloat, SymInt, Unknown, type Value } from "../values/value.ts";
import { listed } from "./mismatch.ts";

/** `add(self, alpha, other)`: the name of the factor that comes second. */
const SECOND: Record<string, string> = { add: "alpha", sub: "alpha", addcmul: "value", addcdiv: "value" };
/** `addmm(beta, self, alpha, mat1, mat2)`, where alpha may be left out; methods have their tensor before both. */
const AROUND = new Set(["addmm", "addmv", "addr", "addbmm", "baddbmm"]);

export interface Call {
	args: Value[];
	kw: Kwargs;
}

/** The same call as it is written today; null where it is no such call. `args` start with the tensor, as do those of methods. */
export function asWrittenToday(base: string, name: string, isMethod: boolean, args: Value[], kw: Kwargs | null): Call | null {
	const factor = SECOND[base];
	const given = new Map(kw ?? []);
	const numbers: string[] = [];
	let rest: Value[];
	if (factor !== undefined) {
		if (given.has(factor) || !isNumber(args[1])) return null;
		given.set(factor, args[1]!);
		numbers.push(factor);
		rest = [args[0]!, ...args.slice(2)];
	} else if (AROUND.has(base)) {
		if (given.has("beta") || given.has("alpha")) return null;
		const [self, beta] = isMethod ? [args[0], args[1]] : [args[1], args[0]];
		if (self === undefined || isNumber(self) || !isNumber(beta)) return null;
		given.set("beta", beta!);
		numbers.push("beta");
		if (isNumber(args[2])) {
			given.set("alpha", args[2]!);
			numbers.push("alpha");
		}
		rest = [self, ...args.slice(1 + numbers.length)];
	} else return null;
	const texts = listed(`${isMethod ? "." : ""}${name}`) ?? [];
	const operands = operandsOf(texts[0] ?? "").slice(isMethod ? 0 : 1);
	const named = operands.slice(rest.length - 1);
	if (rest.length - 1 > operands.length || !named.every((operand) => given.has(operand))) return null;
	warn(name, isMethod, numbers, texts, factor !== undefined);
	return { args: [...rest, ...named.map((operand) => given.get(operand)!)], kw: without(given, named) };
}

/** What a Number parameter takes, or may turn out to be one. */
const isNumber = (v: Value | undefined): boolean =>
	typeof v === "number" ||
	typeof v === "bigint" ||
	typeof v === "boolean" ||
	v instanceof PyFloat ||
	v instanceof SymInt ||
	v instanceof Unknown ||
	(v instanceof PyTensor && v.tensor.dim === 0 && !v.tensor.unknownShape);

/** Names of the tensors a signature takes by position: `(Tensor input, Tensor other, *, Number alpha = 1)`. */
const operandsOf = (text: string): string[] =>
	text
		.slice(1, -1)
		.split(", *")[0]!
		.split(", ")
		.map((piece) => piece.slice(piece.lastIndexOf(" ") + 1));

function without(kw: Kwargs, names: string[]): Kwargs {
	return new Map([...kw].filter(([key]) => !names.includes(key)));
}

function warn(name: string, isMethod: boolean, numbers: string[], texts: string[], isSecond: boolean): void {
	if (world.warned.has("OLD_OVERLOAD")) return;
	world.warned.add("OLD_OVERLOAD");
	const tensors = operandsOf(texts[0]!).map((operand) => `Tensor ${operand}`);
	const [first, ...more] = numbers.map((n) => `Number ${n}`);
	const old = isMethod
		? [first, ...more, ...tensors]
		: [...(isSecond ? [tensors[0], first] : [first, tensors[0]]), ...more, ...tensors.slice(1), "*", "Tensor out = None"];
	rt.warn(
		"UserWarning",
		`This overload of ${name} is deprecated:\n\t${name}(${old.join(", ")})\nConsider using one of the following signatures instead:\n${texts.map((text) => `\t${name}${text}`).join("\n")} (Triggered internally at /__w/pytorch/pytorch/torch/csrc/utils/python_arg_parser.cpp:1841.)`,
	);
}
