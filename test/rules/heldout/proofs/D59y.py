assert (G[0].weight.grad is None) == BUG
