import torch
from torch import nn
def build():
    net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    return net, torch.optim.Adam(net.parameters())
net, opt = build()
net.add_module("extra", nn.Linear(2, 1))  # expect: optimizer-late
for _ in range(2):
    opt.zero_grad(); net(torch.randn(3, 2)).pow(2).sum().backward(); opt.step()
