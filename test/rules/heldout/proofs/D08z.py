import torch
block = PreAct(4)
x = torch.randn(1, 4, 8) + torch.zeros(1, 4, 8, requires_grad=True)
before = x.detach().clone()
out = block(x)
# The skip path should carry x; does it?
assert torch.equal(x.detach(), before) != BUG
