import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

torch.manual_seed(0)
block = nn.Sequential(nn.Linear(2, 2), nn.Tanh())
head = nn.Linear(2, 1)
x = torch.ones(1, 2)
for reentrant in (False, True):
    block.zero_grad()
    out = checkpoint(block, x, use_reentrant=reentrant)
    head(out).sum().backward()
    print(reentrant, out.requires_grad, block[0].weight.grad)
x.requires_grad_()
out = checkpoint(block, x, use_reentrant=True)
head(out).sum().backward()
print(out.grad_fn.name(), block[0].weight.grad, x.grad)
