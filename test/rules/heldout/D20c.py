import torch
from torch import nn
G = nn.Sequential(nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 2))
D = nn.Linear(2, 1)
g_opt = torch.optim.Adam(G.parameters()); d_opt = torch.optim.Adam(D.parameters())
bce = nn.BCEWithLogitsLoss()
for step in range(2):
    real = torch.randn(4, 2)
    fake = G(torch.randn(4, 3)).detach()  # expect: optimizer-no-gradient
    d_opt.zero_grad()
    (bce(D(real), torch.ones(4, 1)) + bce(D(fake), torch.zeros(4, 1))).backward()
    d_opt.step()
    g_opt.zero_grad()
    bce(D(fake), torch.ones(4, 1)).backward()
    g_opt.step()
