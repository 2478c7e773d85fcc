import torch
from torch import nn

class LangevinSampler:
    def __init__(self, energy, step=0.1):
        self.energy, self.step = energy, step
    def __call__(self, x, n=2):
        for _ in range(n):
            x = x.detach().requires_grad_()
            g, = torch.autograd.grad(self.energy(x).sum(), x)  # raises: does not require grad
            x = x - self.step * g + torch.randn_like(x) * 0.01
        return x.detach()

energy = nn.Sequential(nn.Linear(2, 8), nn.SiLU(), nn.Linear(8, 1))
sampler = LangevinSampler(energy)
opt = torch.optim.Adam(energy.parameters())
for real in torch.randn(2, 5, 2):
    fake = sampler(torch.randn(5, 2))
    loss = energy(real).mean() - energy(fake).mean()
    opt.zero_grad(); loss.backward(); opt.step()
energy.eval()
with torch.no_grad():  # expect: grad-no-graph
    images = sampler(torch.randn(3, 2))
