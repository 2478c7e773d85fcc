assert (target.grad_fn is not None) == BUG
