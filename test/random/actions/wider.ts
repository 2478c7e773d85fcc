/** Complex, integer and boolean tensors, views of views that others write to, the forms of autograd.grad and backward, and saved state. */
import { isFloat, type Pool, size } from "../pool.ts";
import { list, makeIndex, number } from "./leaves.ts";

/** A complex tensor with a history, worked on and brought back to a real one. */
export function complexWork(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick((v) => v.kind === "f" && v.shape.length > 0);
	if (!x) return null;
	const z = pool.fresh("z");
	const made = rng.pick([
		`torch.complex(${x.name}, ${x.name} * 0.5)`,
		`${x.name} * (1 + 2j)`,
		`${x.name}.to(torch.complex64)`,
		`torch.view_as_complex(torch.stack([${x.name}, ${x.name}.detach()], -1))`,
		`torch.polar(${x.name}.abs() + 0.5, ${x.name})`,
	]);
	const work = [
		"{} = {} * {}",
		"{} = {} * {}.conj()",
		"{} = {} + 1",
		"{} = {} / 2",
		"{} = {}.exp()",
		"{} = {} * 2j",
		"{}.mul_(2)",
		"{}.add_(1j)",
		"{}[0] = 1",
		"{}.real.zero_()",
		"{} = {}.clone()",
		"{}.imag[...] = 0.5",
		"{} = {}.sin()",
		"{} = {} - {}.detach()",
		"{} = {} ** 2",
		"{} = torch.where({}.abs() > 1, {}, 0.5)",
	];
	const lines = [`${z} = ${made}`, ...Array.from({ length: rng.int(1, 3) }, () => rng.pick(work).replaceAll("{}", z))];
	const back = rng.pick([
		"{}.abs()",
		"{}.real",
		"{}.imag",
		"torch.view_as_real({})[..., 0]",
		"{}.angle()",
		"({} * {}.conj()).real",
		"{}.real * {}.imag",
	]);
	lines.push(`${pool.bind(x.shape, "f")} = ${back.replaceAll("{}", z)}`);
	if (rng.chance(0.4)) lines.push(`print(${z}.dtype, ${z}.is_conj(), ${z}._version, ${z}.grad_fn is None, ${z}.requires_grad)`);
	return lines.join("\n");
}

/** Counters, masks and indices that are written to. */
export function integerWork(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick((v) => isFloat(v) && v.shape.length > 0);
	if (!x) return null;
	const n = x.shape[0];
	const rest = x.shape.slice(1);
	return rng.weighted<() => string>([
		[
			2,
			() =>
				`mask = ${x.name} > ${number(pool)}\n${rng.pick(["mask[0] = True", "mask |= mask", "mask = ~mask", "mask.logical_not_()"])}\n${pool.bind(x.shape, x.kind)} = ${x.name} * mask\nprint(mask.dtype, mask.requires_grad, mask._version, mask.sum().item())`,
		],
		[
			2,
			() =>
				`count = torch.arange(${n})\ncount ${rng.pick(["+=", "*=", "-=", "//="])} ${rng.pick(["1", "2", "count", "torch.tensor(2)"])}\nprint(count, count._version)`,
		],
		[
			1,
			() =>
				`count = torch.zeros(${n}, dtype=torch.${rng.pick(["int64", "int32", "uint8", "bool", "int8"])})\ncount ${rng.pick(["+=", "/=", "-=", "|=", "**="])} ${rng.pick(["1.5", "2", "True", "torch.ones(())", "torch.ones(1, dtype=torch.int64)"])}\nprint(count)`,
		],
		[
			1,
			() =>
				`order = ${x.name}.argsort(0)\n${pool.bind(x.shape, x.kind)} = ${x.name}.gather(0, order)\nprint(order.dtype, order.requires_grad, order.tolist())`,
		],
		[
			1,
			() => `top = ${x.name}.topk(1, 0)\n${pool.bind([1, ...rest], x.kind)} = top.values\nprint(top.indices.tolist(), type(top).__name__)`,
		],
		[1, () => `${pool.bind([3, ...rest], x.kind)} = ${x.name}.index_select(0, ${makeIndex(pool, 3, n)}.int())`],
		[
			1,
			() => `${pool.bind(x.shape, x.kind)} = ${x.name}.index_add(0, ${makeIndex(pool, 1, n)}, torch.ones(${list([1, ...rest])}), alpha=2)`,
		],
		[
			1,
			() =>
				`${pool.bind(x.shape, x.kind)} = ${x.name}.scatter(0, torch.zeros(${list([1, ...rest])}, dtype=torch.int64), ${rng.pick(["0.5", `${x.name}`])})`,
		],
		[1, () => `print((${x.name} > 0).any(), (${x.name} == ${x.name}).all(), (${x.name} != 0).sum(), ${x.name}.long().sum())`],
		[
			1,
			() =>
				`print(torch.bincount(${makeIndex(pool, 4, 3)}), torch.nonzero(${x.name} > 0).tolist(), torch.unique(${makeIndex(pool, 4, 3)}))`,
		],
		[1, () => `${x.name}.long().requires_grad_()`],
		[1, () => `(${x.name} > 0).float().mean().backward()`],
		[
			1,
			() => `${pool.bind(x.shape, x.kind)} = ${x.name} + torch.ones(${list(x.shape)}, dtype=torch.${rng.pick(["int64", "bool", "int32"])})`,
		],
	])();
}

/** `autograd.grad` and `backward` with every argument they take. */
export function gradVariants(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick((v) => isFloat(v) && (v.leaf || rng.chance(0.3)));
	const y = pool.pick();
	if (!x || !y) return null;
	const value = rng
		.pick(["({a} * {a}).sum()", "{a}.sin().sum()", "({a} * {b}.sum()).sum()", "{a}.exp().mean() + {b}.sum()", "{b}.sum()"])
		.replaceAll("{a}", x.name)
		.replaceAll("{b}", y.name);
	const flags = rng.pick([
		"",
		", create_graph=True",
		", retain_graph=True",
		", allow_unused=True",
		", materialize_grads=True",
		", create_graph=True, allow_unused=True",
	]);
	const same = (): string => pool.bind(x.shape, x.kind);
	return rng.weighted<() => string>([
		[3, () => `out = ${value}\n${same()}, = torch.autograd.grad(out, [${x.name}]${flags})`],
		[
			2,
			() =>
				`out = ${value}\ngrads = torch.autograd.grad(out, [${x.name}, ${y.name}]${flags})\nprint([None if g is None else (g.requires_grad, g._version, numbers(g)) for g in grads])`,
		],
		[1, () => `out = ${x.name} * 2\n${same()}, = torch.autograd.grad(out, ${x.name}, grad_outputs=torch.ones_like(out) * 0.5${flags})`],
		[
			1,
			() =>
				`out = ${x.name} * 2\n${same()}, = torch.autograd.grad([out, out * 3], ${x.name}, [torch.ones_like(out), torch.ones_like(out)])`,
		],
		[1, () => `out = ${x.name} * 2\ntorch.autograd.grad(out, ${x.name}, torch.ones(7))`],
		[1, () => `torch.autograd.backward([${x.name}.sum(), ${y.name}.sum()])`],
		[1, () => `torch.autograd.backward(${x.name}.sum(), inputs=[${x.name}])`],
		[1, () => `(${x.name} * 2).sum().backward(inputs=[${x.name}, ${y.name}])`],
		[
			1,
			() =>
				`mid = ${x.name} * 2\nmid.retain_grad()\nmid.sum().backward(${rng.pick(["", "create_graph=True", "retain_graph=True"])})\nprint(numbers(mid.grad), mid.grad.requires_grad)`,
		],
		[
			1,
			() =>
				`mid = ${x.name} * 2\nout = mid.exp().sum()\nprint(numbers(torch.autograd.grad(out, mid, retain_graph=True)[0]))\n${rng.pick(["out.backward()", "mid.add_(1)", "del out"])}`,
		],
		[
			1,
			() =>
				`handle = torch.autograd.graph.register_multi_grad_hook((${x.name}, ${y.name}), lambda grads: print("all", [g is None for g in grads]))\n(${x.name}.sum() + ${y.name}.sum()).backward()\nhandle.remove()`,
		],
		[1, () => `with torch.autograd.set_grad_enabled(${rng.pick(["True", "False"])}):\n    ${same()} = ${x.name} * 3`],
		[1, () => `print(torch.autograd.functional.vjp(lambda v: v * v, ${x.name}.detach(), torch.ones_like(${x.name}))[1].tolist())`],
		[1, () => `print(numbers(torch.autograd.functional.hessian(lambda v: (v ** 3).sum(), ${x.name}.detach())))`],
		[
			1,
			() =>
				`first, = torch.autograd.grad((${x.name} ** 3).sum(), ${x.name}, create_graph=True)\nsecond, = torch.autograd.grad(first.sum(), ${x.name}, create_graph=True)\nprint(numbers(second), second.grad_fn is None)\n(first * second).sum().backward()`,
		],
	])();
}

/** State that leaves and comes back: copies, files in memory, state dictionaries. */
export function saved(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick();
	if (!x) return null;
	const module = pool.modules.length > 0 ? rng.pick(pool.modules).name : null;
	const same = (): string => pool.bind(x.shape, x.kind);
	const optimizer = pool.optimizers.length > 0 ? rng.pick(pool.optimizers) : null;
	return rng.weighted<() => string | null>([
		[
			2,
			() =>
				`pair = copy.deepcopy([${x.name}.detach(), ${x.name}.detach()${x.shape.length > 0 ? "[0]" : ""}])\npair[1].add_(1)\n${same()} = pair[0]\nprint(pair[0]._version, pair[1]._version)`,
		],
		[1, () => `${same()} = copy.deepcopy(${x.name}.detach()${x.shape.length === 2 ? ".t()).t()" : ")"}`],
		[
			1,
			() =>
				`import io\nfile = io.BytesIO()\ntorch.save({"x": ${x.name}, "n": 3}, file)\nfile.seek(0)\nkept = torch.load(file)\n${same()} = kept["x"]\nprint(kept["n"], kept["x"].is_leaf, kept["x"]._version)`,
		],
		[
			2,
			() =>
				module &&
				`twin = copy.deepcopy(${module})\nprint([(k, p._version, p.requires_grad, p.grad is None) for k, p in twin.named_parameters()])`,
		],
		[
			1,
			() =>
				module &&
				`state = {k: v.clone() for k, v in ${module}.state_dict().items()}\nprint(${module}.load_state_dict(state), [p._version for p in ${module}.parameters()])`,
		],
		[1, () => module && `state = ${module}.state_dict()\nstate["extra"] = torch.ones(1)\n${module}.load_state_dict(state)`],
		[1, () => module && `print([p.data_ptr() == q.data_ptr() for p, q in zip(${module}.parameters(), ${module}.state_dict().values())])`],
		[1, () => module && `for p in ${module}.parameters():\n    p.requires_grad_(${rng.pick(["True", "False"])})\n    p.grad = None`],
		[
			1,
			() =>
				optimizer &&
				`state = ${optimizer}.state_dict()\n${optimizer}.load_state_dict(state)\nprint(len(state["state"]), [len(g["params"]) for g in state["param_groups"]])`,
		],
		[1, () => optimizer && `${optimizer}.add_param_group({"params": [${x.name}], "lr": 0.01})`],
		[1, () => optimizer && `${optimizer}.param_groups[0]["lr"] *= 0.5\n${optimizer}.zero_grad()\n${optimizer}.step()`],
	])();
}

/** A view, a write to its memory by another way, then something that looks at the view. */
export function staleView(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick((v) => isFloat(v) && v.shape.length > 0 && (rng.chance(0.2) || !v.leaf));
	const w = pool.pick((v) => isFloat(v) && v.shape.length === 0) ?? pool.pick();
	if (!x || !w) return null;
	const base = rng.pick([x.name, `${x.name}.detach().clone()`, `torch.zeros(${list(x.shape)})`, `${x.name}.clone()`]);
	const [b, v] = [pool.fresh("t"), pool.fresh("t")];
	pool.set(b, x.shape, x.kind, false);
	const [view, shape] = rng.pick<[string, number[]]>([
		[`${b}[0:]`, x.shape],
		[`${b}[0]`, x.shape.slice(1)],
		[`${b}.view(-1)`, [size(x.shape)]],
		[`${b}.view_as(${b})`, x.shape],
		[`${b}.detach()`, x.shape],
		[`${b}.unsqueeze(0)`, [1, ...x.shape]],
		[`${b}[:1]`, [1, ...x.shape.slice(1)]],
	]);
	pool.set(v, shape, x.kind, false);
	const write = rng.pick([
		`${b}.add_(${w.name}.sum())`,
		`${b}.mul_(2)`,
		`${b}[0] = ${w.name}.sum()`,
		`${b}[:1].mul_(${w.name}.sum())`,
		`${b}.data.add_(1)`,
		`${b}.requires_grad_()`,
		`${b}.copy_(${x.name})`,
	]);
	const look = rng.pick([
		`${v}.mul_(2)`,
		`${v}.add_(${w.name}.sum())`,
		`${v}.retain_grad()`,
		`print(${v}.requires_grad, ${v}.is_leaf)`,
		`${v}.requires_grad_(False)`,
		`${v}.detach_()`,
		`${v}.sum().backward()`,
		`${v}[...] = 1`,
		`print(${v}.grad_fn is None, ${v}.output_nr)`,
		`${v}.zero_()`,
		`${v}.requires_grad = True`,
	]);
	const lines = [`${b} = ${base}`, `${v} = ${view}`, write, look];
	if (rng.chance(0.3)) lines.splice(1, 1, `with torch.no_grad():\n    ${v} = ${view}`);
	if (rng.chance(0.5)) lines.push(`${b}.sum().backward()`);
	return lines.join("\n");
}

/** Views of views of views, one of them written to. */
export function viewChain(pool: Pool): string | null {
	const { rng } = pool;
	const x = pool.pick((v) => isFloat(v) && v.shape.length === 2 && (rng.chance(0.2) || !v.leaf));
	if (!x) return null;
	const w = pool.pick((v) => isFloat(v) && v.shape.length === 0);
	const steps = [
		".t()",
		"[0:]",
		".unsqueeze(0)",
		".squeeze()",
		".view(-1)",
		"[0]",
		".flatten()",
		".expand_as({})",
		".select(-1, 0)",
		".narrow(0, 0, 1)",
		".unbind(0)[0]",
		".diagonal()",
		".movedim(0, -1)",
		".detach()",
		".transpose(0, -1)",
		"[..., None]",
		"[::2]",
		".chunk(2)[0]",
		".reshape(-1)",
		".as_strided((2,), (1,))",
	];
	const chain = Array.from({ length: rng.int(2, 4) }, () => rng.pick(steps))
		.join("")
		.replaceAll("{}", x.name);
	const last = pool.fresh("t");
	const value = w && rng.chance(0.5) ? w.name : "0.5";
	const write = rng.pick([
		`.add_(${value})`,
		`.mul_(${value})`,
		".zero_()",
		`.fill_(${value})`,
		".sigmoid_()",
		`[...] = ${value}`,
		`[0] = ${value}`,
		".relu_()",
	]);
	const lines = [
		`${last} = ${x.name}${chain}`,
		`${last}${write}`,
		`print((tuple(${last}.shape), ${last}.stride(), ${last}.storage_offset(), ${last}._version))`,
	];
	if (rng.chance(0.4)) lines.push(`(${x.name} * 2).sum().backward()`);
	return lines.join("\n");
}
