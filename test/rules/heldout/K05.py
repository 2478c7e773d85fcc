import torch
from torch import nn
def gradient_penalty(D, real, fake):
    a = torch.rand(real.size(0), 1)
    x = (a * real + (1 - a) * fake).requires_grad_(True)
    g = torch.autograd.grad(D(x).sum(), x, create_graph=True)[0]
    return ((g.norm(2, 1) - 1) ** 2).mean()
G, D = nn.Linear(3, 2), nn.Sequential(nn.Linear(2, 6), nn.LeakyReLU(0.2), nn.Linear(6, 1))
og, od = torch.optim.Adam(G.parameters()), torch.optim.Adam(D.parameters())
for it in range(4):
    real, fake = torch.randn(4, 2), G(torch.randn(4, 3))
    d = D(fake.detach()).mean() - D(real).mean() + 10 * gradient_penalty(D, real, fake.detach())
    od.zero_grad(); d.backward(); od.step()
    if it % 2:
        g = -D(G(torch.randn(4, 3))).mean()
        og.zero_grad(); g.backward(); og.step()
