assert (track.when.grad.abs().sum().item() == 0) == BUG
