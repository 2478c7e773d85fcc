assert (bank.low.grad is None) == BUG
