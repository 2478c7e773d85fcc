assert all(p.grad is None for p in model.g.parameters()) == BUG
