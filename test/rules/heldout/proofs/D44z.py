assert (len(list(model.experts.parameters())) == 4) == BUG
