/** Statements over other element types: integers, booleans, complex and half precision, promotion between them, and printing. */
import { isFloat, type Pool, size } from "../pool.ts";
import { list, makeIndex, number, tuple } from "./leaves.ts";

const TYPES = [
	"torch.float32",
	"torch.float64",
	"torch.int64",
	"torch.int32",
	"torch.bool",
	"torch.uint8",
	"torch.int8",
	"torch.float16",
	"torch.bfloat16",
	"torch.complex64",
];

/** One expression that mixes types; what comes out is shown at once. */
export function promotion(pool: Pool): string | null {
	const { rng } = pool;
	const make = (type: string): string => {
		const values = type.includes("bool")
			? "[True, False, True]"
			: type.includes("uint8")
				? "[1, 2, 200]"
				: type.includes("int")
					? "[-3, 2, 7]"
					: "[-1.5, 0.25, 3.0]";
		return rng.pick([
			`torch.tensor(${values}, dtype=${type})`,
			`torch.ones(3, dtype=${type})`,
			`torch.arange(1, 4).to(${type})`,
			`torch.tensor(2, dtype=${type})`,
		]);
	};
	const operator = rng.pick(["+", "-", "*", "/", "//", "%", "**", "==", "<", "&", "|", ">>", "@"]);
	const a = make(rng.pick(TYPES));
	const b = rng.chance(0.4) ? rng.pick(["2", "1.5", "True", "-1", "0", "3"]) : make(rng.pick(TYPES));
	const expression = rng.weighted([
		[5, `${a} ${operator} ${b}`],
		[1, `torch.where(torch.tensor([True, False, True]), ${a}, ${b})`],
		[
			1,
			`torch.cat([${make(rng.pick(TYPES)).replace("tensor(2,", "full((1,), 2,")}, ${make(rng.pick(TYPES)).replace("tensor(2,", "full((1,), 2,")}])`,
		],
		[1, `${a}.sum()`],
		[
			1,
			`${a}.${rng.pick(["mean()", "prod()", "cumsum(0)", "abs()", "neg()", "sqrt()", "exp()", "max()", "sum(0, keepdim=True)", "float()", "long()", "bool()", "sigmoid()", "bitwise_not()", "clamp(0, 2)", "sort().values", "argmax()", "unique()", "any()", "all()", "round()"])}`,
		],
		[1, `torch.result_type(${a}, ${b})`],
		[1, `${a}.add_(${b})`],
		[1, `${a}.div_(${b})`],
		[1, `${a}.mul_(${b})`],
	]);
	return `print(${expression})`;
}

/** Tensors printed as PyTorch prints them. */
export function printed(pool: Pool): string | null {
	const { rng } = pool;
	const value = (): string =>
		rng.weighted([
			[6, number(pool)],
			[1, "float('nan')"],
			[1, "float('inf')"],
			[1, "-float('inf')"],
			[1, "1e-8"],
			[1, "12345.678"],
			[1, "1e10"],
			[1, "0.1"],
			[1, "-1e-3"],
			[1, "100.0"],
		]);
	const values = Array.from({ length: rng.int(1, 6) }, value).join(", ");
	const x = pool.pick((v) => size(v.shape) > 0);
	return rng.weighted<() => string | null>([
		[4, () => `print(torch.tensor([${values}]))`],
		[1, () => `print(torch.tensor([[${values}], [${values}]], dtype=torch.float64))`],
		[1, () => `print(torch.tensor([${values}]).half())`],
		[4, () => x && `print(${x.name})`],
		[1, () => x && `print([${x.name}], {"a": ${x.name}.detach()})`],
		[1, () => x && `print(${x.name}.grad)`],
		[
			1,
			() =>
				(x && isFloat(x) && `print(f"{${x.name}.sum().item():.3f} {${x.name}.shape} {${x.name}.dtype} {${x.name}.mean():.2e}")`) || null,
		],
		[1, () => `print(torch.arange(${rng.int(1, 40)}).view(1, -1) * ${rng.int(1, 1000)})`],
		[1, () => `print(torch.arange(${rng.pick([1001, 1200, 2000])}${rng.pick(["", ".0"])}))`],
		[1, () => `print(torch.zeros(${rng.pick(["0", "0, 3", "2, 0", "()"])}))`],
		[1, () => `print(torch.ones(${rng.pick(["2, 2", "3, 1, 2", "2, 2, 2, 2", "1, 30"])}) * ${number(pool)})`],
		[1, () => `print(torch.full((12, 90), ${number(pool)}))`],
		[1, () => `print(torch.tensor([${values}]) > 0, torch.tensor([True]), torch.tensor(False))`],
		[1, () => `print(torch.complex(torch.tensor([1.5, -2.0]), torch.tensor([0.0, 1e-3])))`],
		[1, () => `print(torch.tensor([1, 2, 3], dtype=${rng.pick(TYPES)}))`],
		[1, () => `print(torch.tensor([${values}], requires_grad=True))`],
		[1, () => `print(nn.Parameter(torch.tensor([${values}])))`],
		[1, () => `print(torch.tensor([${values}]).tolist(), torch.tensor(${value()}).item())`],
		[1, () => `print(torch.Size([2, 3]), torch.float32, torch.device("cpu"), torch.Size([]))`],
	])();
}

/** Integer tensors as indices and counters; complex leaves. */
export function otherKinds(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick((v) => isFloat(v) && v.shape.length > 0);
	if (!x) return null;
	const n = x.shape[0];
	return rng.weighted<() => string>([
		[2, () => `index = ${makeIndex(pool, 2, n)}\n${pool.bind([2, ...x.shape.slice(1)], x.kind)} = ${x.name}[index]\nindex.add_(0)`],
		[1, () => `count = torch.zeros(3, dtype=torch.long)\ncount[${makeIndex(pool, 3, 3)}] += 1\nprint(count)`],
		[
			1,
			() =>
				`z = torch.complex(${x.name}.float(), torch.ones(${list(x.shape)}))\n${pool.bind(x.shape, "f")} = ${rng.pick(["z.abs()", "z.real", "z.imag", "(z * z.conj()).real", "torch.view_as_real(z)[..., 0]", "z.angle()"])}`,
		],
		[1, () => `${pool.bind(x.shape, x.kind)} = ${x.name}.half().to(${x.name}.dtype)`],
		[1, () => `${pool.bind(x.shape, x.kind)} = ${x.name}.bfloat16().to(${x.name}.dtype)`],
		[1, () => `${x.name}.requires_grad_()\nprint((${x.name} > 0).requires_grad, ${x.name}.long().requires_grad)`],
		[1, () => `${pool.bind(x.shape, "f")} = torch.ones(${list(x.shape)}, dtype=torch.int64) * ${x.name}`],
		[1, () => `print(torch.can_cast(${rng.pick(TYPES)}, ${rng.pick(TYPES)}), torch.promote_types(${rng.pick(TYPES)}, ${rng.pick(TYPES)}))`],
		[1, () => `${pool.bind(x.shape, x.kind)} = torch.full(${tuple(x.shape)}, 2).to(${x.name}.dtype) * ${x.name}`],
	])();
}
