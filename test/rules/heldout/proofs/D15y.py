assert (runner.z.grad is None) == BUG
