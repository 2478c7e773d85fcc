assert all(torch.equal(a, b) for a, b in zip(start, model.parameters())) == BUG
