m = TiedLm()
assert (m.lm_head.weight is not m.wte.weight) == BUG
