import torch
from torch import nn

torch.manual_seed(0)
energy = nn.Sequential(nn.Linear(3, 4), nn.SiLU(), nn.Linear(4, 1))


def forces(pos):
    with torch.enable_grad():
        pos = pos.detach().requires_grad_()
        e = energy(pos).sum()
        return -torch.autograd.grad(e, pos)[0]


pos = torch.randn(2, 3)
with torch.no_grad():
    print(forces(pos))
pos.requires_grad_()
with torch.no_grad():
    e = energy(pos)
torch.autograd.grad(e.sum(), pos)
