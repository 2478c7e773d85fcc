/** Statements whose results share memory, or look as if they did: numpy arrays, copies, unusual views, changed geometry. */
import { isFloat, type Pool, sameShape, size } from "../pool.ts";
import { list, tuple } from "./leaves.ts";

/** Changes through a numpy array that shares the tensor's memory. */
export function numpyAlias(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && size(v.shape) > 0);
	if (!x) return null;
	const { rng } = pool;
	const source = rng.pick([`${x.name}.detach().numpy()`, `${x.name}.data.numpy()`, `${x.name}.numpy()`]);
	return rng.weighted<() => string>([
		[2, () => `array = ${source}\narray += 1`],
		[2, () => `array = ${source}\narray *= 0.5\n${pool.bind(x.shape, x.kind)} = torch.from_numpy(array)`],
		[1, () => `${pool.bind(x.shape, x.kind)} = torch.as_tensor(${source})`],
		[1, () => `${pool.bind(x.shape, x.kind)} = torch.tensor(${source})`],
		[1, () => `array = ${source}.copy()\narray += 1\nprint(array.sum(), array.shape, array.dtype)`],
		[1, () => `print(np.array(${x.name}.detach()).shape, ${x.name}.tolist() == ${source}.tolist())`],
		[1, () => (x.shape.length > 0 ? `array = ${source}\narray[0] = 2` : `print(float(${source}))`)],
	])();
}

export function copies(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	const text = pool.rng.pick([
		"copy.copy({})",
		"copy.deepcopy({})",
		"copy.deepcopy({}.detach())",
		"copy.deepcopy([{}])[0]",
		"pickle.loads(pickle.dumps({}))",
		"{}.clone().detach()",
		"{}.new_tensor({}.tolist())",
		"torch.empty_like({}).copy_({})",
		"{}.to({}.dtype, copy=True)",
		"{}.to(torch.float64)",
		"{}.type_as(torch.ones(1))",
		"torch.zeros_like({}, requires_grad=True)",
	]);
	const kind = text.includes("float64") ? "d" : text.includes("type_as") ? "f" : x.kind;
	return `${pool.bind(x.shape, kind)} = ${text.replaceAll("{}", x.name)}`;
}

/** Less common views, one or many. */
export function oddView(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && size(v.shape) > 1);
	if (!x) return null;
	const { rng } = pool;
	const { name, shape } = x;
	const count = size(shape);
	const bind = (to: number[]): string => pool.bind(to, x.kind);
	const options: [number, () => string][] = [
		[1, () => `${bind([2])} = ${name}.as_strided((2,), (1,))`],
		[1, () => `${bind([2, 2])} = ${name}.as_strided((2, 2), (0, 1))`],
		[1, () => `${bind([count - 1, 2])} = ${name}.reshape(-1).unfold(0, 2, 1)`],
		[1, () => `${bind([count])} = ${name}.flatten()`],
		[1, () => `${bind([count, 1])} = ${name}.reshape(-1, 1)`],
		[1, () => `${bind([3, ...shape])} = ${name}.broadcast_to(${tuple([3, ...shape])})`],
		[1, () => `${bind([1, ...shape])} = torch.atleast_3d(${name})`],
		[1, () => `${bind(shape)} = torch.broadcast_tensors(${name}, ${name})[0]`],
		[1, () => `${bind(shape)} = ${name}.squeeze(0)`],
		[1, () => `${bind([...shape, 1])} = ${name}.unsqueeze(-1)`],
	];
	if (shape.length > 0) {
		const n = shape[0];
		const rest = shape.slice(1);
		const [a, b] = [pool.fresh("t"), pool.fresh("t")];
		const pair = (text: string, first: number[], second: number[]) => () => {
			pool.set(a, first, x.kind, false);
			pool.set(b, second, x.kind, false);
			return `${a}, ${b} = ${text}`;
		};
		if (n > 1) {
			options.push(
				[2, pair(`${name}.split([1, ${n - 1}])`, [1, ...rest], [n - 1, ...rest])],
				[1, pair(`torch.tensor_split(${name}, (1,))`, [1, ...rest], [n - 1, ...rest])],
				[1, pair(`${name}.chunk(2)`, [Math.ceil(n / 2), ...rest], [n - Math.ceil(n / 2), ...rest])],
				[1, pair(`${name}.unbind()[:2]`, rest, rest)],
				[1, pair(`${name}[:1], ${name}[1:]`, [1, ...rest], [n - 1, ...rest])],
			);
		}
		options.push(
			[1, () => `${bind([...rest, n])} = ${name}.movedim(0, -1)`],
			[1, () => `${bind(shape)} = ${name}.unflatten(0, (${n}, 1)).squeeze(1)`],
		);
	}
	return rng.weighted(options)();
}

/** Writes through views: chains of them, expanded ones, multi-output ones. */
export function writeThrough(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && v.shape.length > 0 && (pool.rng.chance(0.2) || !v.leaf));
	if (!x) return null;
	const { rng } = pool;
	const other = pool.pick((v) => isFloat(v) && v.shape.length === 0);
	const value = other && rng.chance(0.6) ? other.name : "0.5";
	const view = rng.pick([
		"{}.view(-1)[0]",
		"{}[0].unsqueeze(0)",
		"{}.t()",
		"{}.expand(2, *{}.shape)",
		"{}[0].expand(2, *{}.shape[1:])",
		"{}.unbind()[0]",
		"{}.chunk(2)[0]",
		"{}.split(1)[-1]",
		"{}.detach()[0]",
		"{}.diagonal()",
		"{}.select(0, 0)",
		"{}.narrow(0, 0, 1)",
		"{}.data[:1]",
		"{}.reshape(-1)[1:]",
		"{}.squeeze()",
		"{}[None][0]",
		"{}.flatten()",
		"{}.unfold(0, 1, 1)",
		"{}.real",
	]);
	const write = rng.pick([
		".add_(V)",
		".mul_(V)",
		".zero_()",
		".fill_(V)",
		".copy_(V)",
		".sub_(1)",
		".relu_()",
		".masked_fill_(M > 0, 1.0)",
		"[...] = V",
		".clamp_(max=0.5)",
		".sqrt_()",
	]);
	const target = view.replaceAll("{}", x.name);
	if (value === "0.5" && write.includes("copy_")) return `${target}.zero_()`;
	return write.startsWith("[") ? `${target}[...] = ${value}` : `${target}${write.replace("V", value).replace("M", target)}`;
}

/** Geometry and memory changed in place. */
export function regeometry(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && (pool.rng.chance(0.3) || !v.leaf));
	if (!x) return null;
	const { rng } = pool;
	const same = pool.pick((v) => v.kind === x.kind && sameShape(v.shape, x.shape)) ?? x;
	return rng.weighted<() => string>([
		[1, () => `${x.name}.set_(${same.name})`],
		[1, () => `${x.name}.data = ${same.name}.data`],
		[1, () => `${x.name}.data = torch.ones(${list(x.shape)})`],
		[1, () => `${x.name}.squeeze_()`],
		[1, () => `${x.name}.resize_(${tuple(x.shape)})`],
		[1, () => `${x.name}.swapaxes_(0, -1)`],
		[1, () => `print(${x.name}.stride(), ${x.name}.is_contiguous(), ${x.name}.storage_offset())`],
		[1, () => `print(${x.name}.data_ptr() == ${same.name}.data_ptr(), ${x.name}._base is ${same.name}, ${x.name} is ${same.name})`],
		[1, () => `print(${x.name}.untyped_storage().nbytes(), ${x.name}.element_size(), ${x.name}.numel())`],
	])();
}
