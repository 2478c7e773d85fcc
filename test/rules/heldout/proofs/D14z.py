assert (adapter.to_scale.weight.grad is None) == BUG
