assert all(p.grad is None for p in learner.net.parameters()) == BUG
