assert bool(router.score.weight.grad.isnan().any()) == BUG
