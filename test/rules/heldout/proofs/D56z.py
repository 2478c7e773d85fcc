assert (model.f[0].weight.grad is None) == BUG
