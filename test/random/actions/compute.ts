/** Statements that compute new tensors: pointwise, reductions, products, joining, functions. */
import { broadcast, isFloat, type Pool, sameShape, type Variable, wider } from "../pool.ts";
import { list, makeIndex, makeValue, number } from "./leaves.ts";

const UNARY = [
	"{}.tanh()",
	"torch.tanh({})",
	"{}.sigmoid()",
	"torch.relu({})",
	"F.relu({})",
	"{}.abs()",
	"-{}",
	"{}.neg()",
	"{} * {}",
	"{} ** 2",
	"{}.pow(3)",
	"{}.sin()",
	"{}.cos()",
	"torch.exp({}.clamp(max=2))",
	"({}.abs() + 0.5).log()",
	"({}.abs() + 0.5).sqrt()",
	"1 / ({}.abs() + 1)",
	"{}.clamp(-1, 1)",
	"{}.clamp(min=0)",
	"{}.square()",
	"F.softplus({})",
	"F.leaky_relu({}, 0.1)",
	"F.elu({})",
	"F.gelu({})",
	"F.silu({})",
	"{}.sign()",
	"{}.round()",
	"{}.floor()",
	"{}.clone()",
	"{}.masked_fill({} > 0, 0.5)",
	"torch.where({} > 0, {}, -0.5)",
	"{}.reciprocal()",
	"{}.exp()",
	"torch.sigmoid({})",
	"{}.log1p()",
	"{}.erf()",
	"{}.atan()",
	"{} % 2",
	"{}.expm1()",
	"F.hardtanh({})",
	"F.relu6({})",
	"{}.rsqrt()",
	"{}.double()",
	"{}.float()",
	"{}.contiguous()",
	"{}.nan_to_num()",
	"{}.trunc()",
	"{}.frac()",
	"F.threshold({}, 0.1, 0.2)",
	"torch.lerp({}, torch.ones(()), 0.3)",
	"F.logsigmoid({})",
	"F.softsign({})",
	"F.mish({})",
	"F.hardswish({})",
	"F.selu({})",
	"F.celu({})",
];
const BINARY = [
	"{a} + {b}",
	"{a} - {b}",
	"{a} * {b}",
	"{a} * {b}",
	"{a} / ({b}.abs() + 1)",
	"torch.maximum({a}, {b})",
	"torch.minimum({a}, {b})",
	"torch.where({a} > {b}, {a}, {b})",
	"mix({a}, {b})",
	"torch.add({a}, {b}, alpha=2)",
	"{a}.sub({b})",
	"torch.addcmul({a}, {a}, {b})",
	"torch.lerp({a}, {b}, 0.25)",
	"torch.atan2({a}, {b})",
	"{a} / {b}",
	"torch.hypot({a}, {b})",
	"torch.logaddexp({a}, {b})",
];
const SCALAR = [
	"{} + 1",
	"{} - 0.5",
	"{} * 2",
	"{} / 2",
	"2 * {}",
	"1 - {}",
	"{} + 1.5",
	"0.5 * {} + 1",
	"2 / ({}.abs() + 1)",
	"{} ** 2.0",
	"{} ** 0.5",
	"{} * True",
	"{} // 1",
];

/** `{}` stands for one operand, written as often as wanted. */
function fill(template: string, operand: string): string {
	return template.replaceAll("{}", operand);
}

export function unary(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	const template = pool.rng.pick(pool.rng.chance(0.35) ? SCALAR : UNARY);
	const kind = template.includes(".double()") ? "d" : template.includes(".float()") ? "f" : x.kind;
	return `${pool.bind(x.shape, kind)} = ${fill(template, x.name)}`;
}

export function binary(pool: Pool): string | null {
	const a = pool.pick();
	if (!a) return null;
	const b = pool.pick((v) => isFloat(v) && broadcast(a.shape, v.shape) !== null);
	const shape = b && broadcast(a.shape, b.shape);
	if (!shape || shape.length > 3) return null;
	const text = pool.rng.pick(BINARY).replaceAll("{a}", a.name).replaceAll("{b}", b.name);
	return `${pool.bind(shape, wider(a.kind, b.kind))} = ${text}`;
}

export function reduction(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	if (x.shape.length === 0 || pool.rng.chance(0.5)) {
		const whole = [
			"{}.sum()",
			"{}.mean()",
			"{}.max()",
			"{}.min()",
			"{}.norm()",
			"{}.prod()",
			"{}.std()",
			"{}.var()",
			"{}.logsumexp(0)",
			"({} ** 2).sum()",
			"smash({}).sum()",
			"{}.amax()",
			"{}.var(unbiased=False)",
			"{}.median()",
			"{}.abs().mean()",
		];
		const template = pool.rng.pick(whole.filter((text) => x.shape.length === 1 || !text.includes("logsumexp")));
		return `${pool.bind([], x.kind)} = ${fill(template, x.name)}`;
	}
	const dim = pool.rng.int(0, x.shape.length - 1);
	const keep = pool.rng.chance(0.3);
	const cumulative = pool.rng.chance(0.25);
	if (cumulative) {
		const template = pool.rng.pick([
			"{}.softmax({d})",
			"{}.log_softmax({d})",
			"{}.cumsum({d})",
			"F.softmax({}, dim={d})",
			"{}.sort({d}).values",
			"{}.flip({d})",
			"F.normalize({}, dim={d})",
			"{}.cumprod({d})",
			"{}.roll(1, {d})",
			"torch.cummax({}, {d}).values",
		]);
		return `${pool.bind(x.shape, x.kind)} = ${fill(template, x.name).replace("{d}", String(dim))}`;
	}
	const shape = x.shape.flatMap((n, i) => (i === dim ? (keep ? [1] : []) : [n]));
	const template = pool.rng.pick([
		"{}.sum({d}{k})",
		"{}.mean({d}{k})",
		"{}.max({d}{k}).values",
		"{}.min({d}{k})[0]",
		"{}.prod({d}{k})",
		"{}.logsumexp({d}{k})",
		"{}.amax({d}{k})",
		"{}.std({d}{k})",
		"{}.norm(dim={d}{k})",
	]);
	return `${pool.bind(shape, x.kind)} = ${fill(template, x.name)
		.replace("{d}", String(dim))
		.replace("{k}", keep ? ", keepdim=True" : "")}`;
}

export function product(pool: Pool): string | null {
	const a = pool.pick((v) => isFloat(v) && v.shape.length >= 1 && v.shape.length <= 2);
	if (!a) return null;
	const inner = a.shape[a.shape.length - 1];
	const b = pool.pick((v) => v.kind === a.kind && v.shape.length >= 1 && v.shape.length <= 2 && v.shape[0] === inner);
	if (b && pool.rng.chance(0.7)) {
		const shape = [...a.shape.slice(0, -1), ...b.shape.slice(1)];
		const plain = a.shape.length === 2 && b.shape.length === 2;
		return `${pool.bind(shape, a.kind)} = ${pool.rng
			.pick(
				plain
					? ["{a} @ {b}", "torch.mm({a}, {b})", "torch.matmul({a}, {b})", 'torch.einsum("ij,jk->ik", {a}, {b})']
					: ["{a} @ {b}", "torch.matmul({a}, {b})"],
			)
			.replace("{a}", a.name)
			.replace("{b}", b.name)}`;
	}
	if (a.shape.length === 2) return `${pool.bind([a.shape[0], a.shape[0]], a.kind)} = ${a.name} @ ${a.name}.t()`;
	return pool.rng.chance(0.5)
		? `${pool.bind([inner, inner], a.kind)} = torch.outer(${a.name}, ${a.name})`
		: `${pool.bind([], a.kind)} = torch.dot(${a.name}, ${a.name})`;
}

export function join(pool: Pool): string | null {
	const a = pool.pick();
	if (!a) return null;
	const b = pool.pick((v) => isFloat(v) && sameShape(v.shape, a.shape)) ?? a;
	const kind = wider(a.kind, b.kind);
	if (a.shape.length > 0 && pool.rng.chance(0.5)) {
		const dim = pool.rng.int(0, a.shape.length - 1);
		return `${pool.bind(
			a.shape.map((n, i) => (i === dim ? 2 * n : n)),
			kind,
		)} = torch.cat([${a.name}, ${b.name}], dim=${dim})`;
	}
	if (a.shape.length > 2) return null;
	if (a.shape.length === 0 && pool.rng.chance(0.2)) return `${pool.bind([2], "f")} = torch.tensor([${a.name}, ${b.name}])`;
	return `${pool.bind([2, ...a.shape], kind)} = torch.stack([${a.name}, ${b.name}])`;
}

export function gather(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && v.shape.length > 0);
	if (!x) return null;
	const n = x.shape[0];
	const { rng } = pool;
	return rng.weighted<() => string>([
		[2, () => `${pool.bind([2, ...x.shape.slice(1)], x.kind)} = ${x.name}[[${rng.int(0, n - 1)}, ${rng.int(-n, n - 1)}]]`],
		[2, () => `${pool.bind([2, ...x.shape.slice(1)], x.kind)} = ${x.name}[${makeIndex(pool, 2, n)}]`],
		[1, () => `${pool.bind([3, ...x.shape.slice(1)], x.kind)} = ${x.name}.index_select(0, ${makeIndex(pool, 3, n)})`],
		[1, () => `${pool.bind([], x.kind)} = ${x.name}[${x.name} > 0].sum()`],
		[1, () => `${pool.bind([], x.kind)} = ${x.name}.masked_select(${x.name} < 0.5).sum()`],
		[
			1,
			() =>
				x.shape.length === 2
					? `${pool.bind([n, 1], x.kind)} = ${x.name}.gather(1, ${makeIndex(pool, n, x.shape[1])}.view(-1, 1))`
					: `${pool.bind([2, ...x.shape.slice(1)], x.kind)} = ${x.name}[[0, 0]]`,
		],
		[
			1,
			() =>
				x.shape.length === 2
					? `${pool.bind([n], x.kind)} = ${x.name}[torch.arange(${n}), ${makeIndex(pool, n, x.shape[1])}]`
					: `${pool.bind([], "i")} = ${x.name}.argmax()`,
		],
		[
			1,
			() =>
				x.shape.length === 2
					? `${pool.bind([n, 2], x.kind)} = ${x.name}[:, ${makeIndex(pool, 2, x.shape[1])}]`
					: `${pool.bind([2 * n, ...x.shape.slice(1)], x.kind)} = ${x.name}.repeat(${list([2, ...x.shape.slice(1).map(() => 1)])})`,
		],
	])();
}

export function loss(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	const { rng } = pool;
	if (x.shape.length === 2 && rng.chance(0.4)) {
		const target = makeIndex(pool, x.shape[0], x.shape[1]);
		return `${pool.bind([], x.kind)} = ${rng.pick([`F.cross_entropy(${x.name}, ${target})`, `F.nll_loss(${x.name}.log_softmax(1), ${target})`, `F.cross_entropy(${x.name}, ${target}, reduction="sum")`])}`;
	}
	const other: Variable | null = rng.chance(0.5) ? pool.pick((v) => v.kind === x.kind && sameShape(v.shape, x.shape)) : null;
	const target = other ? other.name : makeValue(pool, x.shape, x.kind === "d");
	const made = rng.pick([
		"F.mse_loss({a}, {b})",
		"F.l1_loss({a}, {b})",
		"F.smooth_l1_loss({a}, {b})",
		"nn.MSELoss()({a}, {b})",
		"(({a} - {b}) ** 2).mean()",
		"F.huber_loss({a}, {b})",
		'F.mse_loss({a}, {b}, reduction="sum")',
		"F.binary_cross_entropy_with_logits({a}, ({b} > 0).to({a}.dtype))",
		"F.kl_div({a}, {b}.sigmoid(), reduction='sum')",
		"F.soft_margin_loss({a}, {b}.sign())",
	]);
	return `${pool.bind([], x.kind)} = ${made.replaceAll("{a}", x.name).replaceAll("{b}", target)}`;
}

export function helper(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	const { rng } = pool;
	const text = rng.pick([
		`Square.apply(${x.name})`,
		`Pass.apply(${x.name}, ${number(pool)})`,
		`smash(${x.name})`,
		`mix(${x.name}, ${x.name})`,
		`Bump.apply(${x.name})`,
		`Bump.apply(${x.name} * 1)`,
		`copy.deepcopy(${x.name})`,
		`F.dropout(${x.name}, 0.5)`,
		`F.dropout(${x.name}, 0.0)`,
	]);
	return `${pool.bind(x.shape, x.kind)} = ${text}`;
}
