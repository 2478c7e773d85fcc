import torch
import torch.nn as nn

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
b = nn.Parameter(a[1])
print(b)
try:
    g = torch.autograd.grad(b, a)[0]
except RuntimeError as error:
    print("error:", error)
b = a[1]
print(b)
g = torch.autograd.grad(b, a)[0]
print(g)
b = a[1] * 3
g, = torch.autograd.grad(b, a)
print(g)
