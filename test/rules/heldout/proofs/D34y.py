assert (model.posterior.body.weight.grad is None) == BUG
