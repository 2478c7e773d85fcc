import torch
from torch import nn
lin = nn.Linear(2, 2)
inp = torch.randn(1, 2, requires_grad=True)
z = inp.unsqueeze(0)
lin(z).sum().backward()
print(z.grad)  # expect: grad-nonleaf
