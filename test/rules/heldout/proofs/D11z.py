assert (model.net.weight.grad is None) == BUG
