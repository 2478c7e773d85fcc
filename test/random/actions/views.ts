/** Statements that make aliases: views, slices, detached and raw tensors, multi-output views. */
import { isFloat, type Pool, size } from "../pool.ts";
import { list, tuple } from "./leaves.ts";

export function view(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	const { rng } = pool;
	const { name, shape } = x;
	const count = size(shape);
	const bind = (to: number[]) => pool.bind(to, x.kind);
	const options: [number, () => string][] = [
		[2, () => `${bind([count])} = ${name}.${rng.pick(["view(-1)", "reshape(-1)", `view(${count})`])}`],
		[1, () => `${bind([1, ...shape])} = ${name}${rng.pick([".unsqueeze(0)", "[None]"])}`],
		[1, () => `${bind(shape)} = ${name}${rng.pick([`.view_as(${name})`, "[...]", `.view(${tuple(shape)})`, `.expand(${tuple(shape)})`])}`],
		[1, () => `${bind([2, ...shape])} = ${name}.expand(${list([2, ...shape])})`],
		[1, () => `${bind(shape.filter((n) => n !== 1))} = ${name}.squeeze()`],
	];
	if (shape.length > 0) {
		const n = shape[0];
		const rest = shape.slice(1);
		options.push(
			[3, () => `${bind(rest)} = ${name}[${rng.int(-n, n - 1)}]`],
			[2, () => slice(pool, x, bind)],
			[1, () => `${bind([n, ...rest])} = ${name}[:]`],
			[1, () => `${bind([Math.ceil(n / 2), ...rest])} = ${name}[::2]`],
			[1, () => `${bind(rest)} = ${name}.select(0, ${rng.int(0, n - 1)})`],
			[1, () => `${bind(shape)} = ${name}.ravel()${shape.length > 1 ? `.view(${tuple(shape)})` : ""}`],
		);
	}
	if (shape.length === 2) {
		const [n, m] = shape;
		options.push(
			[2, () => `${bind([m, n])} = ${name}.${rng.pick(["t()", "T", "transpose(0, 1)", "permute(1, 0)", "mT", "swapaxes(0, 1)"])}`],
			[1, () => `${bind([n])} = ${name}[:, ${rng.int(0, m - 1)}]`],
			[1, () => `${bind([])} = ${name}[${rng.int(0, n - 1)}, ${rng.int(0, m - 1)}]`],
			[1, () => `${bind([Math.min(n, m)])} = ${name}.diagonal()`],
			[1, () => `${bind([m * n])} = ${name}.t().reshape(-1)`],
			[1, () => `${bind([m, n])} = ${name}.t().contiguous()`],
			[1, () => `${bind([n, m - 1])} = ${name}.narrow(1, 0, ${m - 1})`],
		);
	}
	if (count === 1) options.push([1, () => `${bind([1, 1])} = ${name}.reshape(1, 1)`]);
	return rng.weighted(options)();
}

function slice(pool: Pool, x: { name: string; shape: number[] }, bind: (shape: number[]) => string): string {
	const n = x.shape[0];
	const start = pool.rng.int(0, n - 1);
	const stop = pool.rng.int(start + 1, n);
	return `${bind([stop - start, ...x.shape.slice(1)])} = ${x.name}[${start || ""}:${stop === n ? "" : stop}]`;
}

/** unbind, split, chunk, unpacking: their results forbid in-place writes. */
export function multiView(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && v.shape.length > 0 && v.shape[0] >= 2 && v.shape[0] <= 3);
	if (!x) return null;
	const n = x.shape[0];
	const rest = x.shape.slice(1);
	const names = Array.from({ length: n }, () => pool.fresh("t"));
	return pool.rng.weighted<() => string>([
		[2, () => unpack(names, rest, `${x.name}.unbind(0)`)],
		[2, () => unpack(names, rest, x.name)],
		[2, () => unpack(names, [1, ...rest], `${x.name}.chunk(${n})`)],
		[1, () => unpack(names, [1, ...rest], `torch.split(${x.name}, 1)`)],
		[1, () => unpack(names, [1, ...rest], `${x.name}.tensor_split(${n})`)],
	])();

	function unpack(targets: string[], shape: number[], text: string): string {
		for (const target of targets) pool.set(target, shape, x?.kind ?? "f", false);
		return `${targets.join(", ")} = ${text}`;
	}
}

export function cut(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	const text = pool.rng.weighted([
		[4, `${x.name}.detach()`],
		[3, `${x.name}.data`],
		[2, `${x.name}.detach().clone()`],
		[2, `nn.Parameter(${x.name})`],
		[1, `${x.name}.detach().requires_grad_()`],
		[1, `${x.name}.clone().detach().requires_grad_(True)`],
		[1, `nn.Parameter(${x.name}.detach())`],
		[1, `torch.zeros_like(${x.name})`],
		[1, `torch.from_numpy(${x.name}.detach().numpy())`],
		[1, `torch.tensor(${x.name})`],
		[1, `torch.as_tensor(${x.name})`],
	]);
	return `${pool.bind(x.shape, x.kind, text.includes("Parameter") || text.includes("requires_grad"))} = ${text}`;
}
