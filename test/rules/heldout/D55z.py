"""Calibrating a pendulum model against measurements loaded as doubles."""
import numpy as np
import torch
from torch import nn


def measurements(n: int):
    rng = np.random.default_rng(0)
    angle = rng.uniform(-1, 1, size=(n, 2))
    return torch.as_tensor(angle, dtype=torch.float32), torch.from_numpy(np.sin(angle).sum(axis=1))


class Pendulum(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))

    def forward(self, angle):
        return self.net(angle).squeeze(-1)


model = Pendulum()
opt = torch.optim.Adam(model.parameters())
angle, force = measurements(16)
loss = nn.functional.huber_loss(model(angle), force)  # expect: shape-mismatch
opt.zero_grad()
loss.backward()  # raises: Found dtype Double but expected Float
opt.step()
