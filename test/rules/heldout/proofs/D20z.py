assert all(p.grad is None for p in images.parameters()) == BUG
assert objective.scale.grad is not None
