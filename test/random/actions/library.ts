/** What training code asks of the library besides operators: hooks of modules, state that moves, layers of all families, checkpoints, transforms, autocast, distributions. */
import { isFloat, type Pool, size } from "../pool.ts";
import { list } from "./leaves.ts";

const SHOW = "lambda m, *a: print(m._get_name(), [tuple(v.shape) if isinstance(v, torch.Tensor) else type(v).__name__ for v in a[0]])";
const GRADS =
	"lambda m, gi, go: print('gradients', [None if g is None else numbers(g) for g in gi], [None if g is None else numbers(g) for g in go])";
const HOOKS = [
	`register_forward_pre_hook(${SHOW})`,
	"register_forward_pre_hook(lambda m, a: (a[0] * 2,))",
	"register_forward_pre_hook(lambda m, a, k: ((a[0] + 1,), k), with_kwargs=True)",
	`register_forward_hook(${SHOW})`,
	"register_forward_hook(lambda m, a, out: out * 0.5, prepend=True)",
	"register_forward_hook(lambda m, a, out: print('always', out is None), always_call=True)",
	`register_full_backward_hook(${GRADS})`,
	"register_full_backward_hook(lambda m, gi, go: tuple(None if g is None else g * 2 for g in gi))",
	"register_full_backward_pre_hook(lambda m, go: (go[0] * 3,))",
	`register_backward_hook(${GRADS})`,
];

export function moduleHooks(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick((v) => v.kind === "f" && v.shape.length === 2);
	if (!x) return null;
	const name = pool.fresh("m");
	const out = pool.bind([x.shape[0], 2]);
	const target = rng.pick([name, `${name}[0]`, `${name}[1]`]);
	const lines = [
		`${name} = nn.Sequential(nn.Linear(${x.shape[1]}, 2), ${rng.pick(["nn.Tanh()", "nn.ReLU(inplace=True)", "nn.Sigmoid()", "nn.Identity()"])})`,
	];
	for (let i = rng.int(1, 3); i > 0; i--) lines.push(`handle = ${target}.${rng.pick(HOOKS)}`);
	if (rng.chance(0.15))
		lines.push(
			`with nn.modules.module.register_module_forward_hook(lambda m, a, out: print("every", m._get_name())):\n    ${name}(${x.name})`,
		);
	if (rng.chance(0.3)) lines.push("handle.remove()");
	lines.push(`${out} = ${name}(${x.name})`);
	if (rng.chance(0.6)) lines.push(`${out}.sum().backward()`, `print(numbers(${name}[0].weight.grad))`);
	return lines.join("\n");
}

const LAYERS: readonly (readonly [string, string])[] = [
	["nn.Conv1d(2, 3, 2, padding=1)", "2, 2, 4"],
	["nn.Conv2d(2, 2, 2, stride=2, groups=2)", "1, 2, 4, 4"],
	["nn.ConvTranspose1d(2, 1, 2)", "1, 2, 3"],
	["nn.BatchNorm1d(3)", "4, 3"],
	["nn.BatchNorm2d(2, momentum=None)", "2, 2, 2, 2"],
	["nn.InstanceNorm1d(2, affine=True)", "2, 2, 3"],
	["nn.GroupNorm(2, 4)", "2, 4"],
	["nn.LayerNorm(3)", "2, 3"],
	["nn.RMSNorm(3)", "2, 3"],
	["nn.LSTM(2, 3, batch_first=True)", "1, 3, 2"],
	["nn.GRU(2, 2, bidirectional=True)", "3, 1, 2"],
	["nn.TransformerEncoderLayer(4, 2, 8, batch_first=True)", "1, 3, 4"],
	["nn.PReLU()", "2, 3"],
	["nn.MaxPool1d(2)", "1, 2, 4"],
	["nn.AdaptiveAvgPool1d(2)", "1, 2, 5"],
	["nn.Dropout(0.4)", "2, 4"],
	["nn.AlphaDropout(0.4)", "2, 4"],
	["nn.Upsample(scale_factor=2)", "1, 1, 3"],
	["nn.Softmax(dim=-1)", "2, 3"],
	["nn.GLU()", "2, 4"],
	["nn.ReflectionPad1d(1)", "1, 1, 3"],
	["nn.Unflatten(1, (2, 2))", "2, 4"],
];

/** A layer in both of its modes, its gradients and what it keeps. */
export function layerFamilies(pool: Pool): string {
	const { rng } = pool;
	const [layer, shape] = rng.pick(LAYERS);
	return [
		`layer = ${layer}`,
		`given = torch.randn(${shape}, requires_grad=True)`,
		`for mode in ${rng.pick(["(True, False)", "(False, True)", "(True,)"])}:`,
		"    layer.train(mode)",
		"    result = layer(given)",
		"    result = result[0] if isinstance(result, tuple) else result",
		"    print(result.grad_fn.name(), numbers(result))",
		"    (result ** 2).sum().backward()",
		"    print(numbers(given.grad), [(n, p._version, p.grad is not None) for n, p in layer.named_parameters()])",
		"print([(n, b._version, numbers(b)) for n, b in layer.named_buffers()])",
	].join("\n");
}

/** State of modules and optimizers that is changed on its way. */
export function stateMoves(pool: Pool): string {
	const { rng } = pool;
	const change = rng.pick([
		"del state['0.bias']",
		"state['more'] = torch.ones(1)",
		"state['0.weight'] = torch.ones(1, 3)",
		"state['0.weight'] = state['0.weight'].double()",
		"state['1.running_mean'] += 1",
		"state.pop('1.num_batches_tracked')",
		"pass",
		"state = {k: v for k, v in state.items() if '1' in k}",
	]);
	const optimizer = rng.pick(["SGD(first.parameters(), lr=0.1, momentum=0.9)", "Adam(first.parameters())", "Adagrad(first.parameters())"]);
	return [
		"first, second = (nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2)) for _ in range(2))",
		...(rng.chance(0.3) ? ["first[0].register_state_dict_post_hook(lambda m, s, prefix, meta: print('saved', prefix, list(s)))"] : []),
		...(rng.chance(0.3) ? ["second.register_load_state_dict_post_hook(lambda m, keys: print('loaded', keys))"] : []),
		"state = first.state_dict()",
		change,
		...(rng.chance(0.5) ? [`print(second.load_state_dict(state, ${rng.pick(["strict=False", "strict=True", "assign=True"])}))`] : []),
		`a = torch.optim.${optimizer}`,
		`b = torch.optim.${optimizer.replace("first", "second")}`,
		"first(torch.ones(3, 2)).sum().backward()",
		"a.step()",
		"b.load_state_dict(a.state_dict())",
		"second(torch.randn(3, 2)).sum().backward()",
		"b.step()",
		"print([{k: numbers(v) for k, v in s.items() if isinstance(v, torch.Tensor)} for s in a.state.values()], [p._version for p in second.parameters()])",
	].join("\n");
}

/** Checkpoints, transforms, autocast and distributions on a tensor that is there. */
export function aroundTensors(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick((v) => isFloat(v) && v.kind === "f" && size(v.shape) > 0);
	if (!x) return null;
	const same = (): string => pool.bind(x.shape, x.kind);
	const f = rng.pick([
		"lambda v: v.sin() * v",
		"lambda v: F.dropout(v, 0.5) * 2",
		"lambda v: (v.exp() + 1).log()",
		"lambda v: v.clone().mul_(2).tanh()",
	]);
	return rng.weighted<() => string>([
		[2, () => `${same()} = torch.utils.checkpoint.checkpoint(${f}, ${x.name}, use_reentrant=${rng.pick(["True", "False"])})`],
		[
			1,
			() =>
				`base = ${x.name} * 2\nout = torch.utils.checkpoint.checkpoint(${f}, base, use_reentrant=${rng.pick(["True", "False"])})\n${rng.pick(["base.add_(1)", "out.add_(1)", "out.sum().backward()"])}\nout.sum().backward()`,
		],
		[2, () => `print(numbers(torch.func.grad(lambda v: (v ** 3).sum())(${x.name}.detach())))`],
		[1, () => `print(numbers(torch.func.vmap(lambda v: v * 2 + 1)(${x.name}.detach().reshape(-1))))`],
		[
			1,
			() =>
				`value, back = torch.func.vjp(lambda v: v.sin(), ${x.name}.detach())\nprint(numbers(value), numbers(back(torch.ones_like(value))[0]))`,
		],
		[1, () => `print([numbers(v) for v in torch.func.jvp(lambda v: v * v, (${x.name}.detach(),), (torch.ones(${list(x.shape)}),))])`],
		[1, () => `print(numbers(torch.func.jacrev(lambda v: v ** 2)(${x.name}.detach().reshape(-1))))`],
		[
			2,
			() =>
				`with torch.autocast("cpu", dtype=torch.bfloat16):\n    low = ${x.name}.reshape(1, -1) @ torch.ones(${size(x.shape)}, 2)\n    print(low.dtype, F.softmax(low, 1).dtype, (low + ${x.name}.sum()).dtype, low.sum().dtype)\nlow.float().sum().backward()`,
		],
		[
			1,
			() =>
				`d = torch.distributions.Normal(${x.name}, ${x.name}.abs() + 0.1)\n${same()} = d.${rng.pick(["rsample()", "sample()", "log_prob(torch.zeros(()))", "entropy()", "cdf(torch.zeros(()))", "mean", "stddev"])}`,
		],
		[1, () => `d = torch.distributions.Categorical(logits=${x.name}.reshape(-1))\nprint(d.sample(), numbers(d.probs), d.entropy())`],
		[
			1,
			() =>
				`d = torch.distributions.Bernoulli(${x.name}.sigmoid())\nprint(numbers(d.sample()), d.log_prob(torch.ones(${list(x.shape)})).sum())`,
		],
	])();
}
