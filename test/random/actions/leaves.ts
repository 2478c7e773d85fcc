/** Statements that make tensors out of nothing: factories, parameters, seeded random numbers. */
import { type Pool, size } from "../pool.ts";

const SHAPES = [[], [2], [3], [2, 3], [3, 2], [2, 2], [1, 3], [4], [2, 1, 2], [3, 1]];

export function makeLeaf(pool: Pool): string {
	const { rng } = pool;
	const shape = rng.pick(SHAPES);
	const grad = rng.chance(0.8);
	const kind = rng.chance(0.06) ? "d" : "f";
	const value = makeValue(pool, shape, kind === "d");
	const name = pool.bind(shape, kind, grad);
	const text = rng.weighted([
		[3, () => (grad ? `${value}.requires_grad_()` : value)],
		[2, () => (grad ? `nn.Parameter(${value})` : value)],
		[1, () => (grad ? `nn.Parameter(${value}, requires_grad=${rng.chance(0.8) ? "True" : "False"})` : `${value} + 0`)],
		[
			1,
			() =>
				kind === "f" ? `torch.${rng.pick(["ones", "zeros", "rand"])}(${list(shape)}, requires_grad=${grad ? "True" : "False"})` : value,
		],
	])();
	return `${name} = ${text}`;
}

/** An expression for a fresh tensor without a graph. */
export function makeValue(pool: Pool, shape: number[], double = false): string {
	const { rng } = pool;
	const suffix = double ? ".double()" : "";
	const count = size(shape);
	return (
		rng.weighted([
			[4, () => `torch.tensor(${nested(shape, () => number(pool))})`],
			[2, () => `torch.randn(${list(shape)})`],
			[1, () => `torch.rand(${list(shape)})`],
			[1, () => `torch.full(${tuple(shape)}, ${number(pool)})`],
			[1, () => (count > 1 ? `torch.linspace(-1, 2, ${count}).view(${tuple(shape)})` : `torch.ones(${list(shape)})`)],
			[1, () => (count > 1 ? `torch.arange(${count}.0).reshape(${tuple(shape)})` : `torch.tensor(${nested(shape, () => number(pool))})`)],
		])() + suffix
	);
}

export function makeIndex(pool: Pool, length: number, below: number): string {
	return `torch.tensor([${Array.from({ length }, () => pool.rng.int(0, below - 1)).join(", ")}])`;
}

export function number(pool: Pool): string {
	return (pool.rng.int(-8, 8) / 4).toFixed(2).replace(/0$/, "");
}

export function list(shape: readonly number[]): string {
	return shape.length === 0 ? "()" : shape.join(", ");
}

export function tuple(shape: readonly number[]): string {
	return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

function nested(shape: readonly number[], element: () => string): string {
	if (shape.length === 0) return element();
	return `[${Array.from({ length: shape[0] }, () => nested(shape.slice(1), element)).join(", ")}]`;
}
