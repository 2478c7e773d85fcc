import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
hyper, z, x = nn.Linear(2, 4), torch.ones(2), torch.ones(1, 2)
lin = nn.Linear(2, 2, bias=False)
w = hyper(z).view(2, 2)
lin.weight = nn.Parameter(w)
lin(x).sum().backward()
print("Parameter:", hyper.weight.grad)
lin.weight.data = w
lin(x).sum().backward()
print("data:", hyper.weight.grad)
with torch.no_grad():
    lin.weight.copy_(w)
lin(x).sum().backward()
print("copy_:", hyper.weight.grad)
F.linear(x, w).sum().backward()
print("F.linear:", hyper.weight.grad)
hyper.zero_grad()
torch.func.functional_call(lin, {"weight": hyper(z).view(2, 2)}, (x,)).sum().backward()
print("functional_call:", hyper.bias.grad)
del lin.weight
lin.weight = hyper(z).view(2, 2)
print(lin(x).grad_fn is not None, len(list(lin.parameters())))
lin2 = nn.Linear(2, 2)
lin2.weight = w
