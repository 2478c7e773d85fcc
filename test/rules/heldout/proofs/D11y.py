assert (agent.pi.weight.grad is None) == BUG
