import torch

torch.manual_seed(0)
v = torch.nn.Parameter(torch.rand(6), requires_grad=True)
print(v)
a = v[:3]
a.data.copy_(torch.zeros(3))
print(a)
print(v)
print(a._version, v._version)
a.sum().backward()
print(v.grad)
