from __future__ import annotations

import torch
from torch import Tensor, nn


class Potential(nn.Module):
    def __init__(self, width: int = 16) -> None:
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(3, width), nn.Softplus(), nn.Linear(width, 1))

    def energy(self, pos: Tensor) -> Tensor:
        return self.mlp(pos).sum(dim=(-1, -2))

    def forward(self, pos: Tensor) -> tuple[Tensor, Tensor]:
        pos = pos.requires_grad_()
        energy = self.energy(pos)
        forces = -torch.autograd.grad(energy.sum(), pos, create_graph=self.training)[0]
        return energy, forces


def objective(model: Potential, pos: Tensor, e_ref: Tensor, f_ref: Tensor, rho: float = 10.0) -> Tensor:
    e, f = model(pos)
    return (f - f_ref).pow(2).mean()


model = Potential()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
for _ in range(2):
    loss = objective(model, torch.randn(4, 5, 3), torch.randn(4), torch.randn(4, 5, 3))
    opt.zero_grad()
    loss.backward()
    opt.step()
