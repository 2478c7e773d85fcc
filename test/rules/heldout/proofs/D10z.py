assert all(p.grad is None for p in ranker.parameters()) == BUG
