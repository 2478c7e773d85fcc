import torch
from torch import nn
dec = nn.Linear(6, 6)
x = torch.zeros(3, 4, 6)
x[:, 0] = torch.randn(3, 6)
for t in range(3):
    x[:, t + 1] = torch.relu(dec(x[:, t]))  # expect: inplace-saved
x.sum().backward()  # raises: modified by an inplace operation
