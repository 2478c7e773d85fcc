assert (learner[0].weight.grad is None) == BUG
