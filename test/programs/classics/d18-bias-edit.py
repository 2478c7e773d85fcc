import math

import torch
from torch import nn

torch.manual_seed(0)
conv = nn.Conv2d(2, 6, 1)
b = conv.bias.view(3, -1)
try:
    b[:, 1] += math.log(0.5)
except RuntimeError as error:
    print(error)
b.data[:, 1] += math.log(0.5)
print(conv.bias)
with torch.no_grad():
    conv.weight[0] = 0
    conv.bias.add_(1.0)
print(conv.weight[0].flatten(), conv.bias._version)
conv.bias = nn.Parameter(b.view(-1), requires_grad=True)
print(conv.bias.shape, conv.bias.is_leaf)
loss = torch.tensor(0.0, requires_grad=True)
loss += conv.bias.sum()
