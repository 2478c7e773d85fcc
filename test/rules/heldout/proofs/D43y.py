assert (stopper.best_weights["weight"].data_ptr() == model.weight.data_ptr()) == BUG
