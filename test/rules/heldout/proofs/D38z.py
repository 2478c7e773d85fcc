assert (probe.backbone.stages[0].weight.grad is not None) == BUG
