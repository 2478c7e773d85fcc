assert (len(list(model.parameters())) == 2) == BUG
