"""Reward normalisation: the running scale is a buffer that the loss multiplies by, and is updated before backward."""
import torch
from torch import nn


class Normaliser(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("scale", torch.ones(1))

    def forward(self, x):
        return x * self.scale

    def update(self, x, momentum=0.05):
        self.scale.mul_(1 - momentum).add_(momentum / (x.detach().std() + 1e-6))  # expect: inplace-saved


class ValueNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(4, 1)
        self.normalise = Normaliser()

    def forward(self, obs):
        return self.normalise(self.net(obs))


value = ValueNet()
opt = torch.optim.Adam(value.parameters())
for _ in range(2):
    obs, reward = torch.randn(10, 4), torch.randn(10, 1)
    loss = (value(obs) - reward).pow(2).mean()
    value.normalise.update(reward)
    opt.zero_grad()
    loss.backward()  # raises: modified by an inplace operation
    opt.step()
