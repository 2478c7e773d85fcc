import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 2
h.retain_grad()
e = h.exp()
e.sum().backward()
print(h.grad, h.retains_grad, e.retains_grad, x.retains_grad)
h = x * 2
h.retain_grad()
h.mul_(3)
h.sum().backward()
print(h.grad, x.grad)
x.retain_grad()
print(x.retains_grad)
a = x * 1
print(a.grad)
a.sum().backward()
print(a.grad)
torch.zeros(1).retain_grad()
