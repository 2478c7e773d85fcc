import torch
from torch import nn
class Swish(nn.Module):
    def forward(self, x):
        s = torch.sigmoid(x)
        return s.mul_(x)  # expect: inplace-saved
net = nn.Sequential(nn.Linear(2, 3), Swish())
net(torch.randn(4, 2)).sum().backward()  # raises: modified by an inplace operation
