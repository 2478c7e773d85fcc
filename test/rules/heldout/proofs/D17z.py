assert (advantage.numel() == 144) == BUG
