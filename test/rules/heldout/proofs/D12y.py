m = Mixer(RotaryConfig())
m(torch.randn(2, 3, 8)).pow(2).mean().backward()
assert (m.q.down.grad is None) == BUG
