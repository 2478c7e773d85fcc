/** Statements around nn modules and optimizers. */
import { isFloat, type Pool, size } from "../pool.ts";
import { makeIndex } from "./leaves.ts";

export function makeModule(pool: Pool): string | null {
	const { rng } = pool;
	const name = pool.fresh("m");
	const weight = pool.fresh("w");
	const n = rng.int(1, 4);
	const out = rng.int(1, 3);
	const lastIs = (wanted: number) => (shape: number[]) => shape.length >= 1 && shape.length <= 2 && shape[shape.length - 1] === wanted;
	const last = (to: number) => (shape: number[]) => [...shape.slice(0, -1), to];
	return rng.weighted<() => string>([
		[
			4,
			() => {
				add(lastIs(n), last(out), [out, n]);
				return `${name} = nn.Linear(${n}, ${out}${rng.chance(0.2) ? ", bias=False" : ""})\n${weight} = ${name}.weight`;
			},
		],
		[
			3,
			() => {
				add(lastIs(n), last(out), [3, n]);
				const act = rng.pick([
					"nn.ReLU()",
					"nn.Tanh()",
					"nn.Sigmoid()",
					"nn.ReLU(inplace=True)",
					"nn.LeakyReLU(0.2)",
					"nn.GELU()",
					"nn.LayerNorm(3)",
					"nn.Dropout(0.5)",
					"nn.ELU()",
					"nn.Identity()",
				]);
				return `${name} = nn.Sequential(nn.Linear(${n}, 3), ${act}, nn.Linear(3, ${out}))\n${weight} = ${name}[0].weight`;
			},
		],
		[
			1,
			() => {
				add(lastIs(n + 1), (shape) => shape, [n + 1]);
				return `${name} = nn.LayerNorm(${n + 1})\n${weight} = ${name}.weight`;
			},
		],
		[
			1,
			() => {
				add(
					(shape) => shape.length === 2 && shape[0] > 1 && shape[1] === n,
					(shape) => shape,
					[n],
				);
				return `${name} = nn.BatchNorm1d(${n})\n${weight} = ${name}.weight`;
			},
		],
		[
			1,
			() => {
				add(
					(shape) => shape.length === 2 && shape[0] === 2 && shape[1] >= 2,
					(shape) => [out, shape[1] - 1],
					[out, 2, 2],
				);
				return `${name} = nn.Conv1d(2, ${out}, 2)\n${weight} = ${name}.weight`;
			},
		],
		[
			1,
			() => {
				pool.set(weight, [4, out], "f", true);
				pool.set(name, [2, out], "f", false);
				return `${weight} = nn.Embedding(4, ${out}).weight\n${name} = F.embedding(${makeIndex(pool, 2, 4)}, ${weight})`;
			},
		],
	])();

	function add(accepts: (shape: number[]) => boolean, gives: (shape: number[]) => number[], weightShape: number[]): void {
		pool.modules.push({ name, accepts, gives, kind: "f" });
		pool.set(weight, weightShape, "f", true);
	}
}

export function callModule(pool: Pool): string | null {
	if (pool.modules.length === 0) return null;
	const module = pool.rng.pick(pool.modules);
	const x = pool.pick((v) => v.kind === "f" && module.accepts(v.shape));
	if (!x) return null;
	return `${pool.bind(module.gives(x.shape))} = ${module.name}(${x.name})`;
}

export function moduleWork(pool: Pool): string | null {
	if (pool.modules.length === 0) return null;
	const { name } = pool.rng.pick(pool.modules);
	return pool.rng.pick([
		`${name}.zero_grad()`,
		`${name}.eval()`,
		`${name}.train()`,
		`${name}.requires_grad_(False)`,
		`${name}.requires_grad_(True)`,
		`${name}.load_state_dict(${name}.state_dict())`,
		`nn.utils.clip_grad_norm_(${name}.parameters(), 1.0)`,
		`${name}.double().float()`,
	]);
}

export function makeOptimizer(pool: Pool): string | null {
	const { rng } = pool;
	const leaves = pool.variables.filter((v) => isFloat(v) && (v.leaf || rng.chance(0.03)));
	if (leaves.length === 0) return null;
	const params = leaves.filter(() => rng.chance(0.6)).map((v) => v.name);
	if (params.length === 0) params.push(leaves[0].name);
	const name = pool.fresh("opt");
	pool.optimizers.push(name);
	const unique = [...new Set(params)].join(", ");
	const kind = rng.weighted([
		[3, "SGD([{}], lr=0.1)"],
		[1, "SGD([{}], lr=0.1, momentum=0.9)"],
		[1, "SGD([{}], lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)"],
		[2, "Adam([{}], lr=0.05)"],
		[2, "AdamW([{}], lr=0.05)"],
		[1, "RMSprop([{}], lr=0.01)"],
		[1, "Adagrad([{}], lr=0.1)"],
		[1, "Adam([{}], lr=0.05, amsgrad=True)"],
		[0.3, "NAdam([{}])"],
		[0.3, "Adamax([{}])"],
		[0.3, "ASGD([{}])"],
		[0.3, "Adadelta([{}])"],
		[0.3, "Rprop([{}])"],
		[0.3, "RAdam([{}])"],
	]);
	return `${name} = torch.optim.${kind.replace("{}", unique)}`;
}

export function optimizerWork(pool: Pool): string | null {
	if (pool.optimizers.length === 0) return null;
	const name = pool.rng.pick(pool.optimizers);
	return pool.rng.weighted([
		[5, `${name}.step()`],
		[2, `${name}.zero_grad()`],
		[1, `${name}.zero_grad(set_to_none=False)`],
	]);
}

/** A training loop over one leaf: forward, backward and step two or three times. */
export function trainingLoop(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick((v) => v.leaf && v.kind === "f");
	const y = pool.pick();
	if (!x || !y || size(x.shape) === 0) return null;
	const opt = pool.optimizers.length > 0 ? rng.pick(pool.optimizers) : null;
	const body = [
		opt && rng.chance(0.7) ? `${opt}.zero_grad()` : null,
		`${pool.bind([])} = ${rng.pick([`(${x.name} * ${y.name}).sum()`, `(${x.name} ** 2).sum() + ${y.name}.mean()`, `smash(${x.name}).sum() * 2`, `(${x.name}.sigmoid() - 0.3).abs().sum()`])}`,
	].filter((line) => line !== null);
	const lossName = body[body.length - 1].split(" ")[0];
	body.push(`${lossName}.backward(${rng.chance(0.2) ? "retain_graph=True" : ""})`);
	body.push(opt ? `${opt}.step()` : `with torch.no_grad():\n    ${x.name} -= 0.1`);
	return `for i in range(${rng.int(2, 3)}):\n${indent(body.join("\n"))}`;
}

export function indent(text: string): string {
	return text.replace(/^/gm, "    ");
}
