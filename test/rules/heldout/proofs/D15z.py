assert (soup.logits.grad is None) == BUG
