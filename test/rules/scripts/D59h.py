import torch
from torch import nn
G, D = nn.Linear(2, 2), nn.Linear(2, 1)
og = torch.optim.Adam(G.parameters()); od = torch.optim.Adam(D.parameters())
for _ in range(2):
    fake = G(torch.randn(3, 2)).detach()  # expect: optimizer-no-gradient
    od.zero_grad(); D(fake).mean().backward(); od.step()
    og.zero_grad(); (-D(fake).mean()).backward(); og.step()
