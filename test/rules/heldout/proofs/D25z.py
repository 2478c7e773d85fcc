assert (encoder.layers[0].up.weight.grad is None) == BUG
