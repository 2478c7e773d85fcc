assert (ae.enc.proj.weight.grad is None) == BUG
