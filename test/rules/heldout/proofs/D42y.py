held = {id(p) for g in plan.opt.param_groups for p in g["params"]}
assert (id(net.head.weight) not in held) == BUG
