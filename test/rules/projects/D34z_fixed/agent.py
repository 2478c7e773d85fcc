"""Soft actor-critic's actor and critic for continuous control."""
import torch
from torch import nn
from torch.distributions import Independent, Normal


def mlp(*sizes):
    layers = []
    for a, b in zip(sizes, sizes[1:]):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Actor(nn.Module):
    def __init__(self, obs, act):
        super().__init__()
        self.trunk = mlp(obs, 16, 2 * act)

    def forward(self, obs):
        mean, log_std = self.trunk(obs).chunk(2, dim=-1)
        return Independent(Normal(mean, log_std.clamp(-5, 2).exp()), 1)


class Critic(nn.Module):
    def __init__(self, obs, act):
        super().__init__()
        self.q = mlp(obs + act, 16, 1)

    def forward(self, obs, action):
        return self.q(torch.cat([obs, action], dim=-1)).squeeze(-1)
