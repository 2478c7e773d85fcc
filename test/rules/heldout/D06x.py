import torch
from torch import nn

class HighwayGCN(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.msg, self.gate = nn.Linear(d, d), nn.Linear(d, d)
    def forward(self, x, edges):
        src, dst = edges
        m = torch.tanh(self.msg(x))
        out = m.index_add(0, dst, m[src])
        g = torch.sigmoid(self.gate(x))
        out = g * out
        g.neg_().add_(1)  # expect: inplace-saved
        return out + g * x

net = HighwayGCN(3)
edges = torch.tensor([[0, 1, 2], [1, 2, 0]])
net(torch.randn(3, 3), edges).sum().backward()  # raises: modified by an inplace operation
