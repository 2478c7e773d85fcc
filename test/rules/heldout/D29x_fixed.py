import torch
from torch import nn
torch.manual_seed(0)

class DropPath(nn.Module):
    def forward(self, x, skip):
        x = x * 1
        return x

class Block(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.a, self.b = nn.Linear(d, d), nn.Linear(d, d)
        self.drop = DropPath()
    def forward(self, x, skip):
        h = torch.exp(self.a(x))
        return self.drop(h, skip) + self.b(x)

blk = Block(2)
x = torch.randn(4, 2)
blk(x, torch.tensor([0, 2])).sum().backward()
honest = torch.autograd.grad(torch.exp(blk.a(x)).sum(), blk.a.weight)[0]
