import torch

x = torch.ones(2, 3, requires_grad=True)
y = x * 2
a = y[0]
b = a[1:]
b += 10
print(y)
print(a.grad_fn.name(), b.grad_fn.name(), y.grad_fn.name())
print(b._base is y, a._base is y)
y.sum().backward()
print(x.grad)
z = torch.ones(3, requires_grad=True) * 1
p = z.view(3, 1)
p *= torch.tensor([[2.0], [3.0], [4.0]])
print(z, p.grad_fn, z.grad_fn)
