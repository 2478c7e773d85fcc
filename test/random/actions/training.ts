/** Optimizers of every kind with groups, schedulers and clipping; reparametrized and functional modules. */
import { type Pool, size } from "../pool.ts";

const OPTIMIZERS = [
	"SGD(P, lr=0.1, momentum=0.5, dampening=0.1)",
	"SGD(P, lr=0.1, maximize=True)",
	"SGD(P, lr=0.05, weight_decay=0.1)",
	"Adam(P, lr=0.1, weight_decay=0.1)",
	"Adam(P, lr=0.01, betas=(0.5, 0.9))",
	"AdamW(P, lr=0.1, amsgrad=True)",
	"RMSprop(P, lr=0.1, momentum=0.5)",
	"RMSprop(P, lr=0.1, centered=True)",
	"Adagrad(P, lr=0.1, lr_decay=0.1)",
	"NAdam(P, lr=0.1)",
	"RAdam(P, lr=0.1)",
	"Adamax(P, lr=0.1)",
	"ASGD(P, lr=0.1)",
	"Adadelta(P, lr=0.5)",
	"Rprop(P, lr=0.1)",
	"SGD([{'params': P, 'lr': 0.2}], lr=0.1)",
];
const SCHEDULERS = [
	"StepLR(O, 1, gamma=0.5)",
	"ExponentialLR(O, 0.9)",
	"CosineAnnealingLR(O, 4)",
	"LambdaLR(O, lambda e: 1 / (e + 1))",
	"LinearLR(O, total_iters=3)",
	"MultiStepLR(O, [1, 2])",
	"OneCycleLR(O, max_lr=0.5, total_steps=5)",
	"ConstantLR(O)",
	"PolynomialLR(O, 3)",
];

/** A whole short training: optimizer, scheduler, clipping, two or three steps. */
export function training(pool: Pool): string | null {
	const { rng } = pool;
	const leaves = pool.variables.filter((v) => v.leaf && v.kind === "f" && size(v.shape) > 0);
	if (leaves.length === 0) return null;
	const x = rng.pick(leaves);
	const y = rng.pick(leaves);
	const opt = pool.fresh("opt");
	const params = `[${[...new Set([x.name, y.name])].join(", ")}]`;
	const lines = [`${opt} = torch.optim.${rng.pick(OPTIMIZERS).replace("P", params)}`];
	const scheduled = rng.chance(0.4);
	if (scheduled) lines.push(`schedule = torch.optim.lr_scheduler.${rng.pick(SCHEDULERS).replace("O", opt)}`);
	const body = [rng.pick([`${opt}.zero_grad()`, `${opt}.zero_grad(set_to_none=False)`, "pass"])];
	body.push(
		`loss = ${rng.pick([`(${x.name} ** 2).sum() + ${y.name}.sum()`, `(${x.name}.sum() - ${y.name}.sum()) ** 2`, `${x.name}.sigmoid().mean() * ${y.name}.abs().sum()`])}`,
	);
	body.push(rng.pick(["loss.backward()", "loss.backward()", "loss.backward(retain_graph=True)"]));
	if (rng.chance(0.3))
		body.push(rng.pick([`print(torch.nn.utils.clip_grad_norm_(${params}, 0.5))`, `torch.nn.utils.clip_grad_value_(${params}, 0.2)`]));
	body.push(rng.pick([`${opt}.step()`, `${opt}.step()`, `print(${opt}.step(lambda: loss))`]));
	if (scheduled) body.push("schedule.step()", "print([round(v, 6) for v in schedule.get_last_lr()])");
	lines.push(`for i in range(${rng.int(2, 3)}):`, ...body.map((line) => `    ${line}`));
	if (rng.chance(0.3)) lines.push(`print(sorted(${opt}.state_dict()["param_groups"][0]), len(${opt}.state))`);
	pool.optimizers.push(opt);
	return lines.join("\n");
}

export function moduleTricks(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick((v) => v.kind === "f" && v.shape.length === 2);
	if (!x) return null;
	const [n, m] = x.shape;
	const name = pool.fresh("m");
	const out = (): string => pool.bind([n, 2]);
	return rng.weighted<() => string>([
		[2, () => `${name} = nn.utils.parametrizations.weight_norm(nn.Linear(${m}, 2))\n${out()} = ${name}(${x.name})`],
		[1, () => `${name} = nn.utils.weight_norm(nn.Linear(${m}, 2))\n${out()} = ${name}(${x.name})`],
		[1, () => `${name} = nn.utils.parametrizations.spectral_norm(nn.Linear(${m}, 2))\n${out()} = ${name}(${x.name})`],
		[
			2,
			() =>
				`${name} = nn.Linear(${m}, 2)\nnn.utils.parametrize.register_parametrization(${name}, "weight", Symmetric())\n${out()} = ${name}(${x.name})`,
		],
		[2, () => `${name} = nn.Linear(${m}, 2)\n${out()} = torch.func.functional_call(${name}, {"bias": torch.zeros(2)}, (${x.name},))`],
		[
			2,
			() =>
				`${name} = nn.Linear(${m}, 2)\nstate = ${name}.state_dict()\nstate["weight"].mul_(2)\n${out()} = ${name}(${x.name})\n${name}.load_state_dict(state)`,
		],
		[
			1,
			() =>
				`${name} = copy.deepcopy(nn.Linear(${m}, 2))\n${out()} = ${name}(${x.name})\nprint(${name}, [k for k, _ in ${name}.named_parameters()])`,
		],
		[1, () => `${name} = nn.Linear(${m}, 2)\n${name}.weight = nn.Parameter(torch.ones(2, ${m}))\n${out()} = ${name}(${x.name})`],
		[1, () => `${name} = nn.Linear(${m}, 2)\n${name}.weight = torch.ones(2, ${m})`],
		[
			1,
			() =>
				`${name} = nn.Linear(${m}, 2)\n${name}.register_buffer("scale", torch.ones(2))\n${out()} = ${name}(${x.name}) * ${name}.scale\nprint(list(${name}.state_dict()))`,
		],
		[1, () => `${name} = nn.Linear(${m}, 2)\ndel ${name}.bias\n${out()} = ${name}(${x.name})`],
		[
			1,
			() =>
				`${name} = nn.ModuleList([nn.Linear(${m}, ${m}), nn.Linear(${m}, 2)])\n${out()} = ${x.name}\nfor layer in ${name}:\n    ${pool.variables.at(-1)?.name} = layer(${pool.variables.at(-1)?.name})`,
		],
		[
			1,
			() => `${name} = nn.ParameterList([torch.ones(2), nn.Parameter(torch.zeros(3))])\nprint(${name})\n${pool.bind([2])} = ${name}[0] * 2`,
		],
		[1, () => `${name} = nn.Sequential(nn.Linear(${m}, 2), nn.Dropout(0.5)).eval()\n${out()} = ${name}(${x.name})\nprint(${name})`],
		[1, () => `${name} = nn.Linear(${m + 1}, 2)\n${out()} = ${name}(${x.name})`],
		[
			1,
			() =>
				`${name} = nn.Linear(${m}, 2)\nfor p in ${name}.parameters():\n    p.data.fill_(0.5)\n    p.requires_grad = ${rng.pick(["True", "False"])}\n${out()} = ${name}(${x.name})`,
		],
	])();
}
