/** Less common statements: masks and integers, out= arguments, rows, flat parameter vectors, functional layers, wider layers. */
import { isFloat, type Pool, sameShape, size } from "../pool.ts";
import { list, makeIndex, number } from "./leaves.ts";

export function masks(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	const { rng } = pool;
	const mask = pool.pick((v) => v.kind === "b" && sameShape(v.shape, x.shape));
	if (mask && rng.chance(0.7)) {
		return rng.weighted<() => string>([
			[2, () => `${pool.bind(x.shape, x.kind)} = ${x.name} * ${mask.name}`],
			[2, () => `${pool.bind(x.shape, x.kind)} = ${x.name}.masked_fill(${mask.name}, ${number(pool)})`],
			[2, () => `${pool.bind(x.shape, x.kind)} = torch.where(${mask.name}, ${x.name}, ${x.name}.detach())`],
			[1, () => `${x.name}[${mask.name}] = ${number(pool)}`],
			[1, () => `${x.name}.masked_fill_(~${mask.name}, 0)`],
			[1, () => `${pool.bind([], "i")} = ${mask.name}.sum()`],
			[1, () => `${pool.bind([], x.kind)} = ${x.name}[${mask.name}].sum()`],
			[1, () => `${pool.bind(x.shape, "f")} = ${mask.name}.float()`],
		])();
	}
	const made = rng.pick(["{} > 0", "{} <= 0.5", "{} == {}", "{}.isnan()", "{}.bool()", "{} != 0", "({} > 0) & ({} < 1)"]);
	if (rng.chance(0.2)) return `${pool.bind(x.shape, "i")} = ${x.name}.long()`;
	return `${pool.bind(x.shape, "b")} = ${made.replaceAll("{}", x.name)}`;
}

export function integers(pool: Pool): string | null {
	const { rng } = pool;
	const n = pool.pick((v) => v.kind === "i");
	if (!n || rng.chance(0.3)) {
		const x = pool.pick((v) => isFloat(v) && v.shape.length > 0);
		if (!x) return null;
		return rng.weighted<() => string>([
			[1, () => `${pool.bind([], "i")} = ${x.name}.argmax()`],
			[1, () => `${pool.bind(x.shape, "i")} = ${x.name}.argsort(0)`],
			[1, () => `${pool.bind(x.shape, "i")} = ${x.name}.sign().int()`],
			[1, () => `${pool.bind(x.shape.slice(1), "i")} = ${x.name}.max(0).indices`],
		])();
	}
	return rng.weighted<() => string>([
		[1, () => `${pool.bind(n.shape, "f")} = ${n.name} / 2`],
		[1, () => `${pool.bind(n.shape, "f")} = ${n.name}.float()`],
		[1, () => `${pool.bind(n.shape, "f")} = ${n.name} * 0.5`],
		[1, () => `${pool.bind(n.shape, "i")} = ${n.name} + ${rng.int(1, 3)}`],
		[1, () => `${pool.bind(n.shape, "i")} = ${n.name} // 2`],
		[1, () => `${n.name} += 1`],
		[0.5, () => `${n.name} /= 2`],
		[0.5, () => `${n.name}.add_(0.5)`],
		[0.5, () => `${n.name}.requires_grad_()`],
	])();
}

export function outArgument(pool: Pool): string | null {
	const x = pool.pick();
	const target = x && pool.pick((v) => v.kind === x.kind && sameShape(v.shape, x.shape) && v.name !== x.name);
	if (!x || !target) return null;
	return `${pool.rng.pick(["torch.add({x}, 1, out={o})", "torch.mul({x}, {x}, out={o})", "torch.tanh({x}, out={o})"]).replaceAll("{x}", x.name).replace("{o}", target.name)}`;
}

/** Work over the rows of a matrix: reading is fine, writing to the rows of a graph tensor is not. */
export function rows(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && v.shape.length >= 1 && v.shape[0] <= 4);
	if (!x) return null;
	const { rng } = pool;
	const total = pool.bind([], x.kind);
	return rng.weighted<() => string>([
		[2, () => `${total} = sum(row.sum() for row in ${x.name})`],
		[1, () => `${total} = 0\nfor row in ${x.name}:\n    ${total} = ${total} + row.tanh().sum()`],
		[1, () => `${total} = 0.0\nfor row in ${x.name}:\n    row.mul_(2)\n    ${total} += row.sum()`],
		[1, () => `${total} = torch.stack([row * 2 for row in ${x.name}]).sum()`],
		[1, () => `${total} = torch.zeros(())\nfor i, row in enumerate(${x.name}):\n    ${total} += row.sum() * i`],
		[
			1,
			() =>
				`buffer = torch.zeros(${x.shape[0] + 1})\nfor i, row in enumerate(${x.name}):\n    buffer[i + 1] = buffer[i] * 0.5 + row.sum()\n${total} = buffer.sum()`,
		],
		[
			1,
			() =>
				`buffer = torch.zeros(${x.shape[0] + 1})\nfor i, row in enumerate(${x.name}):\n    buffer[i + 1] = buffer[i].clone() + row.sum()\n${total} = buffer.sum()`,
		],
	])();
}

export function flatVector(pool: Pool): string | null {
	const leaves = pool.variables.filter((v) => v.leaf && v.kind === "f");
	if (leaves.length === 0) return null;
	const { rng } = pool;
	const some = leaves.slice(-rng.int(1, 2));
	const names = some.map((v) => v.name).join(", ");
	const total = some.reduce((sum, v) => sum + size(v.shape), 0);
	if (rng.chance(0.6))
		return `${pool.bind([total])} = nn.utils.parameters_to_vector([${names}])${rng.pick(["", "", ".detach()", ".detach().clone().requires_grad_()"])}`;
	const vector = pool.pick((v) => v.kind === "f" && sameShape(v.shape, [total]));
	return vector && `nn.utils.vector_to_parameters(${vector.name}, [${names}])`;
}

export function functionalCall(pool: Pool): string | null {
	const x = pool.pick((v) => v.kind === "f" && v.shape.length === 2);
	if (!x) return null;
	const { rng } = pool;
	const [n, m] = x.shape;
	const weight = pool.pick((v) => v.kind === "f" && v.shape.length === 2 && v.shape[1] === m);
	return rng.weighted<() => string | null>([
		[3, () => weight && `${pool.bind([n, weight.shape[0]])} = F.linear(${x.name}, ${weight.name})`],
		[
			1,
			() =>
				weight &&
				`${pool.bind([n, weight.shape[0]])} = torch.func.functional_call(nn.Linear(${m}, ${weight.shape[0]}, bias=False), {"weight": ${weight.name}}, (${x.name},))`,
		],
		[1, () => `${pool.bind(x.shape)} = F.layer_norm(${x.name}, (${m},))`],
		[1, () => (n > 1 ? `${pool.bind(x.shape)} = F.batch_norm(${x.name}, None, None, training=True)` : null)],
		[1, () => (m > 1 ? `${pool.bind([n, m - 1])} = F.max_pool1d(${x.name}, 2, stride=1)` : null)],
		[1, () => (m > 1 ? `${pool.bind([n, m - 1])} = F.avg_pool1d(${x.name}, 2, stride=1)` : null)],
		[1, () => `${pool.bind([n, m + 2])} = F.pad(${x.name}, (1, 1))`],
		[1, () => `${pool.bind([n])} = F.cosine_similarity(${x.name}, ${x.name}.detach() + 1)`],
		[1, () => `${pool.bind([n, 2])} = F.embedding(${makeIndex(pool, n, n)}, ${x.name})[:, :2]`],
		[1, () => `${pool.bind(x.shape)} = torch.addmm(${x.name}, ${x.name} @ ${x.name}.t(), ${x.name})`],
		[1, () => `${pool.bind(x.shape)} = F.glu(torch.cat([${x.name}, ${x.name}], 1), 1)`],
		[1, () => `${pool.bind([m, n])} = torch.einsum("ij->ji", ${x.name})`],
		[1, () => `${pool.bind(x.shape)} = ${x.name}.index_add(0, ${makeIndex(pool, 2, n)}, torch.ones(2, ${m}))`],
		[1, () => `${pool.bind(x.shape)} = torch.zeros_like(${x.name}).scatter_add(1, ${makeIndex(pool, n, m)}.view(-1, 1), ${x.name})`],
		[1, () => `${pool.bind(x.shape)} = ${x.name}.tril()`],
		[1, () => `${pool.bind([n, m])} = ${x.name}.topk(${m}, dim=1).values`],
	])();
}

/** Layers that keep state or weights of other shapes; made and used at once. */
export function otherLayers(pool: Pool): string | null {
	const x = pool.pick((v) => v.kind === "f" && v.shape.length === 2);
	if (!x) return null;
	const { rng } = pool;
	const [n, m] = x.shape;
	const name = pool.fresh("m");
	const made = rng.weighted<() => [string, number[], string]>([
		[1, () => [`nn.RNNCell(${m}, 2)`, [n, 2], "(X)"]],
		[1, () => [`nn.GRUCell(${m}, 2)`, [n, 2], "(X)"]],
		[1, () => [`nn.LSTMCell(${m}, 2)`, [n, 2], "(X)[0]"]],
		[1, () => [`nn.PReLU()`, x.shape, "(X)"]],
		[1, () => [`nn.Bilinear(${m}, ${m}, 2)`, [n, 2], "(X, X)"]],
		[1, () => [`nn.Conv2d(1, 1, 1)`, [1, 1, n, m], "(X.view(1, 1, -1, " + m + "))"]],
		[1, () => [`nn.GRU(${m}, 2)`, [n, 2], "(X)[0]"]],
		[1, () => [`nn.LSTM(${m}, 2)`, [n, 2], "(X)[0]"]],
		[1, () => [`nn.Softmax(dim=-1)`, x.shape, "(X)"]],
		[1, () => [`nn.Flatten(0)`, [n * m], "(X)"]],
		[1, () => [`nn.Dropout(0.5)`, x.shape, "(X)"]],
		[1, () => [`nn.ConvTranspose1d(${n}, 1, 2)`, [1, m + 1], "(X)"]],
		[1, () => [`nn.MultiheadAttention(${m}, 1)`, [n, m], "(X, X, X)[0]"]],
	])();
	const [layer, shape, call] = made;
	const lines = [`${name} = ${layer}`, `${pool.bind(shape)} = ${name}${call.replaceAll("X", x.name)}`];
	return lines.join("\n");
}

export function randomDraw(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	const shape = x.shape;
	const text = pool.rng.pick([
		`torch.randn_like(${x.name})`,
		`torch.rand(${list(shape)})`,
		`torch.bernoulli(${x.name}.sigmoid())`,
		`torch.normal(${x.name}, 1.0)`,
		`torch.distributions.Normal(${x.name}, 1.0).rsample()`,
		`torch.distributions.Normal(${x.name}, 1.0).log_prob(torch.zeros(()))`,
		`torch.empty_like(${x.name}).uniform_(-1, 1)`,
	]);
	return `${pool.bind(shape, x.kind)} = ${text}`;
}
