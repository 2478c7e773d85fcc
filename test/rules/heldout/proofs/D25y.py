assert (model.layers[0].ff[0].weight.grad is None) == BUG
