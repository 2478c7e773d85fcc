import torch

x = torch.zeros(4)
w = torch.tensor(2.0, requires_grad=True)
v = x[1:3]
print(v.requires_grad, v.grad_fn, v.is_leaf)
v.mul_(3).add_(w)
print(x, x.requires_grad, x.is_leaf)
print(v)
other = x[:2]
print(other)
x.mul_(2)
print(v, v._version)
print(v.grad_fn.next_functions[0][0].name())
x.sum().backward()
print(w.grad)
try:
    x.sum().backward()
except RuntimeError as error:
    print(error)
