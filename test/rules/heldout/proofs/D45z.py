assert (hasattr(unet, "skip") and unet.skip.weight.grad is None) == BUG
