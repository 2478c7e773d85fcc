assert (model.first.weight.grad.abs().sum() == 0) == BUG
