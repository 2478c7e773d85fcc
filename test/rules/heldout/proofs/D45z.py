assert (unet.skip.weight.grad is None) == BUG
