import torch
from torch import nn

torch.manual_seed(0)
enc, a, b = nn.Linear(2, 3), nn.Linear(3, 1), nn.Linear(3, 1)
x = torch.ones(1, 2)
z = enc(x)
l1, l2 = a(z).mean(), b(z).mean()
l1.backward(retain_graph=True)
l2.backward()
print(enc.weight.grad)
z = torch.tanh(enc(x))
l1, l2 = a(z).mean(), b(z).mean()
l1.backward()
print(b.weight.grad is None, a.bias.grad)
l2.backward()
