import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

net = nn.Linear(2, 2)
vec = torch.arange(6.0)
vector_to_parameters(vec, net.parameters())
print(net.weight, net.bias)
opt = torch.optim.SGD(net.parameters(), lr=0.5)
net(torch.ones(1, 2)).sum().backward()
opt.step()
print(vec, vec._version)
print(net.weight._version, net.bias._version)
back = parameters_to_vector(net.parameters())
print(back)
print(back.requires_grad, back.is_leaf)
vec[0] = 100.0
print(net.weight[0], back[0])
