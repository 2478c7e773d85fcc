assert (model.f.weight.grad is None) == BUG
