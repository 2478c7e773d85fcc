import torch
from torch import nn

def symmetric(p):
    return nn.Parameter((p + p.t()) / 2)  # expect: detached-parameter

class Bilinear(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.raw = nn.Parameter(torch.randn(d, d))
        self.metric = symmetric(self.raw)
    def forward(self, a, b):
        return torch.einsum("bi,ij,bj->b", a, self.metric, b)

net = Bilinear(4)
optim = torch.optim.SGD(net.parameters(), lr=0.1)
score = net(torch.randn(5, 4), torch.randn(5, 4))
score.sigmoid().sum().backward()
optim.step()
