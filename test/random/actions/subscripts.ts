/** Subscripts of every kind, read, written and augmented. */
import { isFloat, type Pool } from "../pool.ts";
import { makeIndex } from "./leaves.ts";

function key(pool: Pool, shape: number[]): string {
	const { rng } = pool;
	const one = (n: number): string =>
		rng.weighted<() => string>([
			[3, () => String(rng.int(-n, n - 1))],
			[2, () => ":"],
			[1, () => `${rng.int(0, n - 1)}:`],
			[1, () => `:${rng.int(1, n)}`],
			[1, () => "::2"],
			[2, () => makeIndex(pool, rng.int(1, 2), n)],
			[1, () => `[${rng.int(-n, n - 1)}]`],
			[1, () => `[${rng.int(0, n - 1)}, ${rng.int(0, n - 1)}]`],
			[1, () => `torch.tensor(${rng.int(0, n - 1)})`],
			[1, () => `torch.arange(${n}) > 0`],
			[0.3, () => String(n)],
			[0.5, () => "None"],
			[0.5, () => "..."],
			[0.2, () => "True"],
			[0.3, () => `slice(None, ${n}, 2)`],
			[0.3, () => `torch.tensor([[0], [${n - 1}]])`],
		])();
	const parts = shape.slice(0, rng.int(1, shape.length)).map(one);
	return parts.join(", ");
}

export function readSubscript(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && v.shape.length > 0);
	if (!x) return null;
	const name = pool.fresh("t");
	const text = `${name} = ${x.name}[${key(pool, x.shape)}]`;
	// The shape is not followed: the result is only looked at, and used in a whole.
	return pool.rng.chance(0.5) ? `${text}\n${pool.bind([], x.kind)} = ${name}.sum()` : text;
}

export function writeSubscript(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && v.shape.length > 0 && (pool.rng.chance(0.15) || !v.leaf));
	if (!x) return null;
	const { rng } = pool;
	const other = pool.pick((v) => isFloat(v) && (v.shape.length === 0 || rng.chance(0.3)));
	const value = rng.weighted([
		[2, "1.5"],
		[1, "2"],
		[3, other?.name ?? "0.5"],
		[1, `${x.name}.detach().mean()`],
		[1, "True"],
		[1, "torch.tensor([1.0])"],
	]);
	return `${x.name}[${key(pool, x.shape)}] ${rng.pick(["=", "=", "=", "+=", "*=", "-=", "/="])} ${value}`;
}

/** Functions that gather and scatter. */
export function scatterWork(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && v.shape.length > 0 && v.shape.length <= 2);
	if (!x) return null;
	const { rng } = pool;
	const n = x.shape[0];
	const rest = x.shape.slice(1);
	const index = makeIndex(pool, 1, n);
	const row = `torch.ones(${[1, ...rest].join(", ")}${x.kind === "d" ? ", dtype=torch.float64" : ""})`;
	const bind = (): string => pool.bind(x.shape, x.kind);
	return rng.weighted<() => string>([
		[1, () => `${bind()} = ${x.name}.index_copy(0, ${index}, ${row})`],
		[1, () => `${bind()} = ${x.name}.index_fill(0, ${index}, 0.5)`],
		[1, () => `${x.name}.index_fill_(0, ${index}, 0.5)`],
		[1, () => `${x.name}.index_add_(0, ${index}, ${row})`],
		[1, () => `${x.name}.index_copy_(0, ${index}, ${row})`],
		[1, () => `${bind()} = ${x.name}.index_put((${index},), ${row}[0])`],
		[1, () => `${x.name}.index_put_((${index},), ${row}[0], accumulate=True)`],
		[1, () => `${bind()} = ${x.name}.masked_scatter(${x.name} > 0, torch.arange(12.0).to(${x.name}.dtype))`],
		[1, () => `${bind()} = ${x.name}.scatter(0, torch.zeros_like(${x.name}, dtype=torch.long)[:1], 0.25)`],
		[1, () => `${pool.bind([2], x.kind)} = ${x.name}.take(torch.tensor([0, -1]))`],
		[1, () => `${bind()} = ${x.name}.gather(0, torch.zeros_like(${x.name}, dtype=torch.long))`],
		[1, () => `${bind()} = torch.take_along_dim(${x.name}, ${x.name}.argsort(0), 0)`],
		[1, () => `${bind()} = ${x.name}.cumsum(0).flip(0)`],
		[1, () => `${bind()} = torch.where(${x.name} > 0, ${x.name}, torch.zeros(()))`],
		[1, () => `print(${x.name}.nonzero().tolist(), torch.where(${x.name} > 0)[0])`],
	])();
}
