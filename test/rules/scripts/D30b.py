import torch, torch.nn as nn
D = nn.Sequential(nn.Linear(2, 4), nn.ELU(), nn.Linear(4, 1))
x = torch.randn(3, 2, requires_grad=True)
r1 = torch.autograd.grad(outputs=D(x).sum(), inputs=x, create_graph=False)[0].pow(2).sum()  # expect: grad-no-graph
r1.backward()  # raises: element 0 of tensors does not require
