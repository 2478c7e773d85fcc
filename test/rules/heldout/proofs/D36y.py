assert isinstance(avg, torch.Tensor) == BUG and (not BUG or avg.requires_grad)
