"""Teacher forcing of a trajectory model: the first rows of a rollout are cut off in place."""
import torch
from torch import nn


class Rollout(nn.Module):
    def __init__(self, dim=3):
        super().__init__()
        self.cell = nn.GRUCell(dim, dim)

    def forward(self, x0, steps):
        states = [x0]
        for _ in range(steps):
            states.append(self.cell(states[-1], states[-1]))
        return torch.stack(states[1:])


def loss_after(model, x0, truth, warmup):
    path = model(x0, len(truth))
    path[:warmup].detach_() # raises: Can't detach views in-place  # expect: detached-inplace
    return (path - truth).square().mean()


model = Rollout()
loss_after(model, torch.randn(2, 3), torch.randn(5, 2, 3), warmup=2).backward()
