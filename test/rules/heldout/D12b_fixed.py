import torch
from torch import nn

def symmetric(p):
    return (p + p.t()) / 2

class Bilinear(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.raw = nn.Parameter(torch.randn(d, d))
    def forward(self, a, b):
        return torch.einsum("bi,ij,bj->b", a, symmetric(self.raw), b)

net = Bilinear(4)
optim = torch.optim.SGD(net.parameters(), lr=0.1)
score = net(torch.randn(5, 4), torch.randn(5, 4))
score.sigmoid().sum().backward()
optim.step()
