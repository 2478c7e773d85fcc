import torch
from torch import nn
G = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2))
D = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
opt_g = torch.optim.Adam(G.parameters())
for it in range(1):
    first = G(torch.randn(5, 2))
    adv1 = nn.functional.softplus(-D(first)).mean()
    opt_g.zero_grad()
    adv1.backward()
    opt_g.step()
    second = G(torch.randn(5, 2))
    adv2 = nn.functional.softplus(-D(first)).mean()  # expect: graph-freed
    opt_g.zero_grad()
    adv2.backward()  # raises: backward through the graph a second time
    opt_g.step()
