import torch
from torch import nn
enc, dec = nn.Linear(3, 3), nn.Linear(3, 3)
h = enc(torch.randn(4, 3))
out = dec(h)
h.data[:, 0] = 0  # expect: inplace-hidden
out.pow(2).sum().backward()
