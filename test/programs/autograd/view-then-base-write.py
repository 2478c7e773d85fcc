import torch

x = torch.ones(4, requires_grad=True) * 1
v = x.view(2, 2)
row = v[0]
print(row.grad_fn.name())
x.mul_(3)
print(row.grad_fn.name(), v.grad_fn.name(), row)
row.add_(1)
print(x, v.grad_fn.next_functions[0][0].name())
print(x._version, v._version, row._version)
y = torch.ones(4)
w = y[:2]
print(w.requires_grad, w.is_leaf)
y.mul_(torch.tensor(2.0, requires_grad=True))
print(w.requires_grad, w.is_leaf, w.grad_fn.name())
with torch.no_grad():
    y.zero_()
print(w)
y.sum().backward()
