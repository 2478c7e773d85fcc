import torch

w = torch.arange(4.0, requires_grad=True)
with torch.no_grad():
    v = w.view(2, 2)
    u = w * 1
print(v.requires_grad, v.is_leaf, v.grad_fn, u.requires_grad)
(v * 2).sum().backward()
print(w.grad, v.grad)
try:
    v.add_(1)
except RuntimeError as error:
    print(error)
with torch.no_grad():
    v.add_(1)
print(w)
try:
    (v * 2).sum().backward()
except RuntimeError as error:
    print(error)
x = torch.ones(3)
s = x[0:1]
x.requires_grad_()
print(s.requires_grad, s.is_leaf, s.grad_fn)
s.sum().backward()
print(x.grad)
