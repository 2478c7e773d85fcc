import torch
from torch import nn
G, D = nn.Sequential(nn.Linear(3, 4), nn.ReLU(True), nn.Linear(4, 2)), nn.Sequential(nn.Linear(2, 4), nn.LeakyReLU(.2, True), nn.Linear(4, 1))
og, od = torch.optim.Adam(G.parameters()), torch.optim.Adam(D.parameters())
crit = nn.BCEWithLogitsLoss()
for epoch in range(2):
    real = torch.randn(5, 2)
    ones, zeros = torch.ones(5, 1), torch.zeros(5, 1)
    D.zero_grad()
    err_real = crit(D(real), ones); err_real.backward()
    fake = G(torch.randn(5, 3))
    err_fake = crit(D(fake.detach()), zeros); err_fake.backward()
    od.step()
    G.zero_grad()
    err_g = crit(D(fake), ones); err_g.backward()
    og.step()
    print(f"{err_real.item() + err_fake.item():.3f} {err_g.item():.3f}")
