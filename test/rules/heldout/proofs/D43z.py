assert (best["0.weight"].data_ptr() == dict(model.named_parameters())["0.weight"].data_ptr()) == BUG
