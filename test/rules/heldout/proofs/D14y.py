assert (model.hyper.gen[0].weight.grad is None) == BUG
