import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 3
with torch.no_grad():
    h.mul_(5)
print(h, h._version)
h.sum().backward()
print(x.grad)
h = x * x
with torch.no_grad():
    x.add_(1)
try:
    h.sum().backward()
except RuntimeError as error:
    print(error)
print(x, x.grad)
