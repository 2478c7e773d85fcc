/** Statements that differentiate: backward in all forms, autograd.grad, use of `.grad`. */
import { isFloat, type Pool, type Variable } from "../pool.ts";

/** A scalar expression over some variable, or a scalar variable itself. */
function root(pool: Pool): { text: string; variable: Variable } | null {
	const scalar = pool.rng.chance(0.5) ? pool.pick((v) => isFloat(v) && v.shape.length === 0 && !v.leaf) : null;
	if (scalar) return { text: scalar.name, variable: scalar };
	const leavesToo = pool.rng.chance(0.2);
	const x = pool.pick((v) => isFloat(v) && (leavesToo || !v.leaf));
	if (!x) return null;
	const text = pool.rng.weighted([
		[4, `${x.name}.sum()`],
		[2, `${x.name}.mean()`],
		[2, `(${x.name} ** 2).sum()`],
		[1, `(${x.name} * ${x.name}).mean()`],
		[1, `${x.name}.norm()`],
	]);
	return { text, variable: x };
}

export function backward(pool: Pool): string | null {
	const { rng } = pool;
	const loss = root(pool);
	if (!loss) return null;
	if (rng.chance(0.12)) return `${loss.variable.name}.backward(torch.ones_like(${loss.variable.name}))`;
	if (rng.chance(0.05)) return `${loss.variable.name}.backward()`;
	const leaf = rng.chance(0.12) ? pool.pick() : null;
	const options = [
		rng.chance(0.3) ? "retain_graph=True" : "",
		leaf ? `inputs=[${leaf.name}]` : "",
		rng.chance(0.04) ? "create_graph=True" : "",
	].filter((text) => text !== "");
	const form =
		rng.chance(0.1) && options.length === 0 ? `torch.autograd.backward([${loss.text}])` : `${loss.text}.backward(${options.join(", ")})`;
	return form;
}

export function grad(pool: Pool): string | null {
	const { rng } = pool;
	const loss = root(pool);
	const x = pool.pick((v) => isFloat(v) && (v.leaf || rng.chance(0.3)));
	if (!loss || !x) return null;
	const options = [
		rng.chance(0.4) ? "create_graph=True" : rng.chance(0.2) ? "retain_graph=True" : "",
		rng.chance(0.5) ? "allow_unused=True" : "",
		rng.chance(0.05) ? "materialize_grads=True" : "",
	].filter((text) => text !== "");
	return `${pool.bind(x.shape, x.kind)}, = torch.autograd.grad(${[loss.text, x.name, ...options].join(", ")})`;
}

export function useGrad(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && (v.leaf || pool.rng.chance(0.1)));
	if (!x) return null;
	return pool.rng.weighted<() => string>([
		[1, () => `if ${x.name}.grad is not None:\n    ${pool.bind(x.shape, x.kind)} = ${x.name}.grad`],
		[2, () => `if ${x.name}.grad is not None:\n    ${x.name}.grad.zero_()`],
		[1, () => `with torch.no_grad():\n    ${x.name} -= 0.1 * ${x.name}.grad`],
		[2, () => `if ${x.name}.grad is not None:\n    with torch.no_grad():\n        ${x.name} -= 0.1 * ${x.name}.grad`],
		[1, () => `${x.name} = ${x.name} - 0.1 * ${x.name}.grad`],
		[1, () => `${x.name}.data -= 0.1 * ${x.name}.grad`],
		[1, () => `${x.name}.grad.mul_(2)`],
		[1, () => `print(${x.name}.grad)`],
	])();
}
