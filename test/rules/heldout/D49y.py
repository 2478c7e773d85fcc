import torch
from torch import nn

lin = nn.Linear(3, 6)
x = torch.randn(2, 3)
h = lin(x)
# I only want to look at the windows here, so no grad...
with torch.no_grad():
    left, = (h.narrow(1, 0, 3),)
# ...and scale them there
left.mul_(torch.tensor([1., 2., 3.]))  # raises: A view was created in no_grad mode and is being modified inplace with grad mode enabled  # expect: inplace-view
h.sum().backward()
print(lin.weight.grad)
