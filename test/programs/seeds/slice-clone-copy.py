import torch

torch.manual_seed(0)
v = torch.nn.Parameter(torch.rand(6), requires_grad=True)
b = v[:3].clone()
b.data.copy_(torch.zeros(3))
print(b)
print(v)
b = v[:3].clone()
b[0] = 5
print(b)
b.sum().backward()
print(v.grad)
