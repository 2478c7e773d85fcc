assert (len(list(Block().parameters())) == 4) == BUG
