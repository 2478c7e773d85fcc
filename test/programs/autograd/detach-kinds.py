import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 2
d = h.detach()
d[0] = 100
print(h, h._version, d._version)
y = (h * h).sum()
d.add_(1)
try:
    y.backward()
except RuntimeError as error:
    print(error)
h = x ** 2
y = (h ** 2).sum()
h.data.mul_(10)
y.backward()
print(x.grad)
h = x * 3
h.detach_()
print(h, h.is_leaf, h.requires_grad)
v = (x * 3)[:1]
try:
    v.detach_()
except RuntimeError as error:
    print(error)
h = x * 1
y = (h ** 2).sum()
h.detach_()
y.backward()
