assert (isinstance(avg, torch.Tensor) and avg.requires_grad) == BUG
