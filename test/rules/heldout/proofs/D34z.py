assert all(p.grad is None for p in actor.parameters()) == BUG
