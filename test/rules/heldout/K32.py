import torch
from torch import nn
enc, a, b = nn.Linear(4, 5), nn.Linear(5, 1), nn.Linear(5, 2)
opt = torch.optim.Adam([*enc.parameters(), *a.parameters(), *b.parameters()])
for _ in range(2):
    z = enc(torch.randn(3, 4)).tanh()
    l1, l2 = a(z).pow(2).mean(), nn.functional.cross_entropy(b(z), torch.tensor([0, 1, 1]))
    opt.zero_grad()
    l1.backward(retain_graph=True)
    l2.backward()
    opt.step()
