assert torch.equal(start, model.weight) == BUG
