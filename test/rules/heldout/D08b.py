import torch
from torch import nn

class ConvGate(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.squeeze = nn.Linear(c, c)
        self.act = nn.Sigmoid()
        self.mid = nn.Linear(c, c)
        self.relu = nn.ReLU6(inplace=True)
        self.last = nn.Linear(c, 1)
    def forward(self, x):
        g = self.act(self.squeeze(x))
        h = self.relu(g)  # expect: inplace-saved
        return self.last(self.mid(h) * g)

m = ConvGate(5)
y = m(torch.randn(3, 5))
y.sum().backward()  # raises: modified by an inplace operation
