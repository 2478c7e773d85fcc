import torch

x = torch.tensor([1.0, 2.0], requires_grad=True).double()
(x ** 2).sum().backward()
print(x.grad)
y = torch.tensor([1.0, 2.0], requires_grad=True)
z = y.double()
z.retain_grad()
(z ** 2).sum().backward()
print(z.grad, y.grad, y.grad.dtype)
w = torch.ones(2, requires_grad=True).to("cpu")
(w * 3).sum().backward()
print(w.grad)
print(x.grad is None, x.is_leaf)
