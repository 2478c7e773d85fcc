m = Forecaster()
try:
    for _ in range(2):
        m(torch.randn(5, 4)).sum().backward()
    bad = False
except RuntimeError as e:
    bad = "second time" in str(e)
assert bad == BUG
