import torch
from torch import nn

vec = torch.arange(1.0, 7.0, requires_grad=True)
layer = nn.Linear(5, 1)
layer.weight = nn.Parameter(vec[0:5].view_as(layer.weight))
layer.bias = nn.Parameter(vec[5:6])
out = layer(torch.ones(1, 5))
print(out)
out.sum().backward()
print(vec.grad, layer.weight.grad, layer.bias.grad)
print(layer.weight.is_leaf, layer.weight.grad_fn)
with torch.no_grad():
    layer.weight.zero_()
print(vec)
print(vec._version, layer.weight._version)
