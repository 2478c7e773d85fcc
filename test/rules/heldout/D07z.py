"""Explicit Euler steps of a learned reaction-diffusion field on a ring, written into one preallocated trajectory."""
from functools import partial

import torch
from torch import nn


def laplacian(u):
    return u.roll(1, -1) + u.roll(-1, -1) - 2 * u


def simulate(reaction, u0, steps, dt, diffusivity):
    field = torch.empty(steps + 1, *u0.shape)
    field[0] = u0
    for n in range(steps):
        now = field[n]
        field[n + 1] = now + dt * (diffusivity * laplacian(now) + reaction(now * now))  # expect: inplace-saved
    return field


class Reaction(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(16, 16), nn.Softplus(), nn.Linear(16, 16))

    def forward(self, u):
        return self.net(u)


reaction = Reaction()
solver = partial(simulate, reaction, steps=4, dt=0.05, diffusivity=0.3)
observed = torch.rand(5, 16)
misfit = torch.nn.functional.mse_loss(solver(torch.rand(16)), observed)
misfit.backward()  # raises: modified by an inplace operation
