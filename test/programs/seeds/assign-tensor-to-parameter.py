import torch
import torch.nn as nn

layer = nn.Linear(3, 2)
try:
    layer.weight = torch.zeros(2, 3)
except TypeError as error:
    print("TypeError:", error)
try:
    layer.bias = torch.zeros(2).double()
except TypeError as error:
    print("TypeError:", error)
layer.bias = None
print(layer)
print([name for name, _ in layer.named_parameters()])
layer.weight = nn.Parameter(torch.full((2, 3), 0.5))
print(layer(torch.ones(3)))
layer.weight = layer.weight * 2
