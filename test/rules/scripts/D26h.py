import torch
from torch import nn
mu, logvar = nn.Linear(3, 4)(torch.randn(2, 3)).chunk(2, -1)
logvar.clamp_(-5, 5)  # expect: inplace-view  # raises: Output 1 of Split is a view and is being
(mu * logvar.exp()).sum().backward()
