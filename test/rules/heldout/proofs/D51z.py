assert (net[1].offset.grad is None) == BUG
