assert (net.side[2].weight.grad is None) == BUG
