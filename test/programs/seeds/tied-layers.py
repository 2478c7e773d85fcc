import torch
from torch import nn

torch.manual_seed(0)
shared = nn.Linear(8, 8)
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1))
X = torch.rand(2, 4)
print(net(X))
print(net[2].weight.data[0] == net[4].weight.data[0])
net[2].weight.data[0, 0] = 100
print(net[2].weight.data[0] == net[4].weight.data[0])
print(net)
print([n for n, _ in net.named_parameters()])
print(len(net.state_dict()), len(list(net.parameters())))
net(X).sum().backward()
print(net[2].bias.grad)
print(net[2].weight.grad is net[4].weight.grad)
