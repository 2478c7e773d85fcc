import torch

x = torch.tensor([-1.0, 4.0], requires_grad=True)
y = torch.where(x > 0, x.sqrt(), x)
print(y)
y.sum().backward()
print(x.grad)
x.grad = None
safe = torch.where(x > 0, x, torch.ones_like(x))
y = torch.where(x > 0, safe.sqrt(), x)
y.sum().backward()
print(x.grad)
z = torch.zeros(2, requires_grad=True)
z.norm().backward()
print(z.grad)
z.grad = None
(z / z.sum()).sum().backward()
print(z.grad)
