import torch
from torch import nn


def block():
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())


def tower(n):
    net = nn.Sequential()
    for i in range(n):
        net.add_module(f"block {i}", block())
    return net


torch.manual_seed(0)
net = nn.Sequential(tower(3), nn.Linear(4, 1))
X = torch.rand(2, 4)
print(net(X))
print(net)
print(net[0][1][0].bias.data)
print([name for name, _ in net.named_children()])
print(sum(1 for _ in net.modules()))
print(len(list(net.parameters())))
print(list(net.state_dict())[:5])
