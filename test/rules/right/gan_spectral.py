import torch
from torch import nn
from torch.nn.utils import spectral_norm

G = nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(True), nn.Linear(16, 3), nn.Tanh())
D = nn.Sequential(spectral_norm(nn.Linear(3, 16)), nn.LeakyReLU(0.2, inplace=True), spectral_norm(nn.Linear(16, 1)))
opt_g = torch.optim.Adam(G.parameters(), 2e-4, betas=(0.0, 0.9))
opt_d = torch.optim.Adam(D.parameters(), 2e-4, betas=(0.0, 0.9))
for it in range(3):
    real = torch.randn(6, 3)
    fake = G(torch.randn(6, 4))
    opt_d.zero_grad()
    d_loss = torch.relu(1 - D(real)).mean() + torch.relu(1 + D(fake.detach())).mean()
    d_loss.backward()
    opt_d.step()
    for p in D.parameters():
        p.requires_grad_(False)
    opt_g.zero_grad()
    g_loss = -D(fake).mean()
    g_loss.backward()
    opt_g.step()
    for p in D.parameters():
        p.requires_grad_(True)
    if it % 2 == 0:
        print(d_loss.item() > -100, g_loss.item() < 100)
