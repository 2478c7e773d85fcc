import torch

p = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
x = torch.zeros(4)
x[:2] = p
x[2] = x[0] + x[1]
x[3] = x[2] - x[0]
print(x, x._version)
x.sum().backward()
print(p.grad)
y = torch.zeros(3)
y[:2] = p
y[2] = y[0] * y[1]
y.sum().backward()
