/** Custom autograd Functions of the prelude, hooks, higher derivatives and torch.func. */
import { isFloat, type Pool } from "../pool.ts";

export function customFunction(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	const { rng } = pool;
	const same = (): string => pool.bind(x.shape, x.kind);
	const other = pool.pick((v) => isFloat(v) && v.shape.length === 0)?.name ?? "torch.tensor(2.0)";
	const pair = (call: string) => () => {
		const [a, b] = [pool.fresh("t"), pool.fresh("t")];
		pool.set(a, x.shape, x.kind, false);
		pool.set(b, x.shape, x.kind, false);
		return `${a}, ${b} = ${call}`;
	};
	return rng.weighted<() => string>([
		[2, pair(`Both.apply(${x.name})`)],
		[1, () => `${same()} = SaveOut.apply(${x.name})`],
		[1, () => `${same()} = Setup.apply(${x.name}, ${other})`],
		[1, () => `${same()} = TooFew.apply(${x.name}, ${other})`],
		[1, () => `${same()} = WrongShape.apply(${x.name})`],
		[1, () => `${same()} = NoBackward.apply(${x.name})`],
		[1, () => `${same()} = Same.apply(${x.name})`],
		[1, () => `${same()} = Raises.apply(${x.name})`],
		[1, () => `${same()} = Once.apply(${x.name})`],
		[1, () => `${same()} = Needs.apply(${x.name}, ${other})`],
		[1, pair(`Marked.apply(${x.name})`)],
		[1, () => `${same()} = ViewOut.apply(${x.name})`],
		[1, () => `${same()} = Bump.apply(${x.name}.view(-1)).view(${x.name}.shape)`],
	])();
}

export function hooks(pool: Pool): string | null {
	const x = pool.pick();
	if (!x) return null;
	const { rng } = pool;
	const module = pool.modules.length > 0 ? rng.pick(pool.modules).name : null;
	const text = rng.weighted([
		[2, `${x.name}.register_hook(lambda g: print("seen", numbers(g)))`],
		[1, `handle = ${x.name}.register_hook(lambda g: g * 3)\nhandle.remove()`],
		[1, `${x.name}.register_hook(lambda g: g.clamp(-1, 1))`],
		[1, `${x.name}.register_hook(lambda g: g.sum())`],
		[1, `${x.name}.register_hook(lambda g: 1.0)`],
		[1, `${x.name}.register_hook(lambda g: g.mul_(2))`],
		[1, `${x.name}.register_post_accumulate_grad_hook(lambda p: print("accumulated", numbers(p.grad)))`],
		[1, `${x.name}.register_post_accumulate_grad_hook(lambda p: setattr(p, "grad", None))`],
		[1, `${x.name}.grad_fn.register_hook(lambda gi, go: print("node", len(gi), len(go)))`],
		[1, `${x.name}.grad_fn.register_prehook(lambda go: print("before", len(go)))`],
		[2, `${x.name}.retain_grad()`],
		[1, module && `${module}.register_forward_hook(lambda m, i, o: o * 2)`],
		[1, module && `${module}.register_forward_pre_hook(lambda m, i: (i[0] + 1,))`],
		[1, module && `${module}.register_full_backward_hook(lambda m, gi, go: print("back", len(gi), numbers(go[0])))`],
		[
			1,
			`with torch.autograd.graph.saved_tensors_hooks(lambda t: t.clone(), lambda t: t):\n    ${pool.bind(x.shape, x.kind)} = ${x.name} * ${x.name}`,
		],
	] as [number, string | null][]);
	return text;
}

/** Derivatives of derivatives, checkpoints, torch.func. */
export function higher(pool: Pool): string | null {
	const x = pool.pick((v) => isFloat(v) && (v.leaf || pool.rng.chance(0.3)));
	if (!x) return null;
	const { rng } = pool;
	const f = rng.pick(["(v ** 3).sum()", "(v.sin() * v).sum()", "v.tanh().sum()", "(v.exp() + v).mean()", "(v * v.detach()).sum()"]);
	const same = (): string => pool.bind(x.shape, x.kind);
	return rng.weighted<() => string>([
		[
			3,
			() =>
				`v = ${x.name}\ng, = torch.autograd.grad(${f}, v, create_graph=True)\n${same()}, = torch.autograd.grad(g.sum(), v, allow_unused=True)`,
		],
		[2, () => `v = ${x.name}\ng, = torch.autograd.grad(${f}, v, create_graph=True)\n(g ** 2).sum().backward()`],
		[2, () => `${same()} = torch.func.grad(lambda v: ${f})(${x.name})`],
		[1, () => `print(*[numbers(t) for t in torch.func.vjp(lambda v: v * 2, ${x.name})[1](torch.ones_like(${x.name}))])`],
		[1, () => `${same()} = torch.func.jvp(lambda v: v * v, (${x.name},), (torch.ones_like(${x.name}),))[1].detach().clone()`],
		[
			1,
			() =>
				x.shape.length > 0
					? `${pool.bind([x.shape[0]], x.kind)} = torch.func.vmap(lambda v: (v * 2).sum())(${x.name}).detach().clone()`
					: `${same()} = ${x.name} * 2`,
		],
		[1, () => `print(numbers(torch.autograd.functional.jacobian(lambda v: (v * v).sum(), ${x.name})))`],
		[2, () => `${same()} = torch.utils.checkpoint.checkpoint(lambda v: v.sin() * 2, ${x.name}, use_reentrant=False)`],
		[1, () => `${same()} = torch.utils.checkpoint.checkpoint(lambda v: v.sin() * 2, ${x.name}, use_reentrant=True)`],
		[1, () => `print(torch.autograd.gradcheck(lambda v: v * 2, (torch.ones(2, dtype=torch.float64, requires_grad=True),)))`],
	])();
}
