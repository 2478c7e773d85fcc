import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
net.requires_grad = False
print([p.requires_grad for p in net.parameters()])
for p in net.parameters():
    p.require_grad = False
print([p.requires_grad for p in net.parameters()])
try:
    for p in net.parameters():
        p.requires_grad_ = False
    print([p.requires_grad for p in net.parameters()])
except AttributeError as error:
    print(error)
net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
net[0].requires_grad_(False)
print([p.requires_grad for p in net.parameters()])
net.eval()
print(net.training, net[0].training, [p.requires_grad for p in net.parameters()])
net.train()
net(torch.ones(1, 2)).sum().backward()
print([p.grad is not None for p in net.parameters()])
