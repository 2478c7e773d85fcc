import torch
from torch import nn
net = nn.Sequential(nn.Linear(3, 1), nn.Sigmoid())
x, y = torch.randn(8, 3), torch.randint(0, 2, (8,)).float()
p = net(x)
bce = -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()  # expect: shape-loss  # expect: shape-loss
bce.backward()
