import torch
from torch import nn
net = nn.Linear(2, 1)
o1 = torch.optim.SGD(net.parameters(), .1)
def iterate():
    net(torch.randn(3, 2)).sum().backward()  # expect: optimizer-accumulates
    o1.step()
for _ in range(4):
    iterate()
