assert (len({id(p) for p in Lm().enc.layers.parameters()}) == 12) == BUG
