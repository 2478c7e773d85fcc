import torch

x = torch.ones(2, requires_grad=True)
y = x * 2
y.requires_grad_(True)
y.requires_grad = True
print(y.requires_grad)
z = y.detach()
z.requires_grad = True
(z * 3).sum().backward()
print(z.grad, x.grad)
y.requires_grad = False
