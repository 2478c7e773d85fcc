import torch
from torch import nn

torch.manual_seed(0)
block = nn.Sequential(nn.ReLU(inplace=True), nn.Linear(2, 2))
h = nn.Linear(2, 2)(torch.randn(3, 2))
before = h.detach().clone()
out = block(h)
out = out + h
print(torch.equal(before, h), (h >= 0).all())
out.sum().backward()
s = torch.sigmoid(nn.Linear(2, 2)(torch.randn(3, 2)) - 1)
try:
    (nn.ReLU(inplace=True)(s) + s).sum().backward()
except RuntimeError as error:
    print(error)
leaf = torch.randn(2, requires_grad=True)
nn.ReLU(inplace=True)(leaf)
