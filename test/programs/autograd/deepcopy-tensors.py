import copy
import torch
from torch import nn

x = torch.tensor([1.0, 2.0], requires_grad=True)
(x * 2).sum().backward()
y = copy.deepcopy(x)
print(y, y.grad, y is x, y._version)
z = copy.copy(x)
z.data[0] = 9
print(x)
p = copy.deepcopy(nn.Parameter(torch.zeros(1)))
print(type(p), p.requires_grad)
net = nn.Linear(1, 1)
twin = copy.deepcopy(net)
with torch.no_grad():
    net.weight.zero_()
print(torch.equal(net.weight, twin.weight), twin)
memo = copy.deepcopy([x, x])
print(memo[0] is memo[1])
copy.deepcopy(x * 2)
