assert (net[0].weight.grad is None) == BUG
