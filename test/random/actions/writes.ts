/** Statements that change tensors in place: methods, augmented assignment, item assignment, flags, raw data. */
import { broadcast, isFloat, type Pool, sameShape, type Variable } from "../pool.ts";
import { makeIndex, makeValue, number } from "./leaves.ts";

const UNARY = [
	"relu_()",
	"sigmoid_()",
	"tanh_()",
	"neg_()",
	"abs_()",
	"zero_()",
	"clamp_(-1, 1)",
	"exp_()",
	"square_()",
	"sin_()",
	"round_()",
	"mul_(2)",
	"add_(1)",
	"sub_(0.5)",
	"div_(2)",
	"fill_(0.5)",
	"pow_(2)",
	"clamp_(min=0)",
	"uniform_()",
	"normal_()",
	"cos_()",
	"reciprocal_()",
	"floor_()",
	"sqrt_()",
	"sign_()",
	"copy_(torch.tensor(1.5))",
];
const BINARY = [
	"add_({b})",
	"mul_({b})",
	"sub_({b})",
	"copy_({b})",
	"add_({b}, alpha=2)",
	"div_({b}.abs() + 1)",
	"addcmul_({b}, {b})",
	"lerp_({b}, 0.5)",
	"masked_fill_({b} > 0, 1.0)",
	"div_({b})",
];

/** Anything float may be written, also where PyTorch forbids it; leaves less often, for they only raise. */
function target(pool: Pool): Variable | null {
	const leavesToo = pool.rng.chance(0.2);
	return pool.pick((v) => isFloat(v) && (leavesToo || !v.leaf));
}

/** Some operand that broadcasts into `x`. */
function operand(pool: Pool, x: Variable): string {
	const other = pool.rng.chance(0.7) ? pool.pick((v) => isFloat(v) && sameShape(broadcast(v.shape, x.shape), x.shape)) : null;
	return other ? other.name : pool.rng.chance(0.4) ? number(pool) : makeValue(pool, x.shape);
}

export function inplace(pool: Pool): string | null {
	const x = target(pool);
	if (!x) return null;
	if (pool.rng.chance(0.5)) return `${x.name}.${pool.rng.pick(UNARY)}`;
	const other = pool.pickFor(x.shape) ?? x;
	return `${x.name}.${pool.rng.pick(BINARY).replaceAll("{b}", other.name)}`;
}

export function augmented(pool: Pool): string | null {
	const x = target(pool);
	if (!x) return null;
	return `${x.name} ${pool.rng.pick(["+=", "-=", "*=", "/=", "+=", "*="])} ${operand(pool, x)}`;
}

export function setItem(pool: Pool): string | null {
	const leavesToo = pool.rng.chance(0.2);
	const x = pool.pick((v) => isFloat(v) && v.shape.length > 0 && (leavesToo || !v.leaf));
	if (!x) return null;
	const { rng } = pool;
	const n = x.shape[0];
	const rest = x.shape.slice(1);
	const [key, shape] = rng.weighted<() => [string, number[]]>([
		[4, () => [String(rng.int(-n, n - 1)), rest]],
		[2, () => [`${rng.int(0, n - 1)}:`, rest]],
		[1, () => [":", x.shape]],
		[1, () => ["...", x.shape]],
		[1, () => [`${x.name} > 0`, []]],
		[1, () => [makeIndex(pool, 1, n), [1, ...rest]]],
		[1, () => [`[${rng.int(0, n - 1)}]`, [1, ...rest]]],
		[1, () => (x.shape.length === 2 ? [`:, ${rng.int(0, x.shape[1] - 1)}`, [n]] : ["0", rest])],
		[1, () => (x.shape.length === 2 ? [`${rng.int(0, n - 1)}, ${rng.int(0, x.shape[1] - 1)}`, []] : ["-1", rest])],
	])();
	const value = operand(pool, { name: "", shape: shape, kind: "f", leaf: false });
	const operator = rng.chance(0.25) ? rng.pick(["+=", "*=", "-="]) : "=";
	return `${x.name}[${key}] ${operator} ${value}`;
}

export function flags(pool: Pool): string | null {
	const x = target(pool);
	if (!x) return null;
	const { rng } = pool;
	return rng.weighted<() => string>([
		[3, () => `${x.name}.requires_grad_()`],
		[2, () => `${x.name}.retain_grad()`],
		[1, () => `${x.name}.requires_grad_(False)`],
		[1, () => `${x.name}.requires_grad = ${rng.chance(0.6) ? "True" : "False"}`],
		[2, () => `${x.name}.detach_()`],
		[2, () => `${x.name}.grad = None`],
		[1, () => `${x.name}.grad = torch.ones_like(${x.name})`],
		[2, () => `${x.name}.data.${rng.pick(["mul_(2)", "add_(1)", "zero_()", "clamp_(-1, 1)"])}`],
		[1, () => `${x.name}.data = ${pool.pick((v) => v.kind === x.kind && sameShape(v.shape, x.shape))?.name ?? x.name}.clone().data`],
		[1, () => `${x.name}.register_hook(lambda g: g * 2)`],
		[1, () => `${x.name}.register_hook(lambda g: print("hook", numbers(g)))`],
		[1, () => metadata(pool, x)],
	])();
}

function metadata(pool: Pool, x: Variable): string {
	if (x.shape.length !== 2) {
		x.shape = [1, ...x.shape];
		return `${x.name}.unsqueeze_(0)`;
	}
	x.shape = [x.shape[1], x.shape[0]];
	return `${x.name}.${pool.rng.pick(["t_()", "transpose_(0, 1)"])}`;
}
