import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 2
y = (h ** 2).sum()
h.data.mul_(10)
y.backward()
print(x.grad)
x.grad = None
h = x * 2
y = (h ** 2).sum()
y.backward()
print(x.grad)
h = x * 2
y = (h ** 2).sum()
h.detach().mul_(10)
y.backward()
