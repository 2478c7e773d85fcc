import torch
from torch import nn

from layers import Gate

net = nn.Sequential(nn.Linear(4, 3), Gate(3), nn.Linear(3, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(2):
    opt.zero_grad()
    net(torch.randn(7, 4)).pow(2).mean().backward()
    opt.step()
