import torch
want = torch.autograd.grad(layer.inner(x).square().mean(), layer.inner.weight)[0]
assert torch.allclose(layer.inner.weight.grad, want) != BUG
