assert ((out - y_train[ix]).shape == (8, 8)) == BUG
