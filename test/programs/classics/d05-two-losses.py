import torch
from torch import nn

torch.manual_seed(0)
enc, a, b = nn.Linear(2, 3), nn.Linear(3, 1), nn.Linear(3, 1)
x = torch.randn(4, 2)
z = torch.relu(enc(x))
l1, l2 = a(z).mean(), b(z).mean()
(l1 + l2).backward()
both = enc.weight.grad.clone()
enc.zero_grad()
z = torch.relu(enc(x))
a(z).mean().backward(retain_graph=True)
b(z).mean().backward()
print(torch.allclose(both, enc.weight.grad))
z = torch.relu(enc(x))
l1, l2 = a(z).mean(), b(z).mean()
l1.backward()
l2.backward()
