import torch
from torch import nn

class ClampedMul(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.fc = nn.Linear(d, d)
        self.scale = nn.Parameter(torch.ones(d))
    def forward(self, x):
        h = self.fc(x)
        y = h * self.scale
        h = h.clamp(-0.01, 0.01)
        return y, h

torch.manual_seed(0)
net = ClampedMul(3)
x = torch.randn(4, 3)
y, h = net(x)
good = net.fc(x).sum(0)
y.sum().backward()
