"""How many layers there are is not known before the program runs: containers that seem empty prove nothing."""
import os

import torch
from torch import nn
from torch.nn.utils import parameters_to_vector

widths = [int(w) for w in os.popen("echo 3 4 2").read().split()]
layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
flat = parameters_to_vector(layers.parameters())
heads = nn.ModuleList()
heads.extend(nn.Linear(w, 1) for w in widths)
squares = torch.stack([p.square().sum() for p in heads.parameters()])
scales = nn.ParameterList([nn.Parameter(torch.ones(w)) for w in widths])
optimizer = torch.optim.SGD(scales, lr=0.1)
for _ in range(2):
    optimizer.zero_grad()
    torch.cat([s.exp() for s in scales]).sum().backward()
    optimizer.step()
