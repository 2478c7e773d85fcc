ids = {id(p) for group in opt.param_groups for p in group["params"]}
assert all(id(p) not in ids for p in model.head.parameters()) == BUG
