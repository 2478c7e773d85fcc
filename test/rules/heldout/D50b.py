import torch
from torch import nn
enc, dec = nn.Linear(3, 3), nn.Linear(3, 3)
x = torch.randn(4, 3)
z = enc(x)
recon = z.exp() * 2
sq = z.pow(3)
z.detach_()  # expect: detached-inplace
loss = recon.mean() + sq.mean() + dec(z).mean()
loss.backward()  # raises: detached in-place
