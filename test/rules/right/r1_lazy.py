import torch
from torch import nn

D = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(64, 1))
opt = torch.optim.Adam(D.parameters())
for i in range(4):
    real = torch.randn(2, 1, 4, 4)
    loss = nn.functional.softplus(-D(real)).mean()
    opt.zero_grad(); loss.backward(); opt.step()
    if i % 2 == 0:
        real.requires_grad = True
        pred = D(real)
        g, = torch.autograd.grad(pred.sum(), real, create_graph=True)
        r1 = g.pow(2).reshape(2, -1).sum(1).mean()
        opt.zero_grad()
        (5 * r1 * 2 + 0 * pred[0]).sum().backward()
        opt.step()
