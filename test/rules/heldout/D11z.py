"""Portfolio allocation: a policy chooses weights per asset, rewards are differentiable returns."""
from typing import NamedTuple

import torch
from torch import nn


class Market(NamedTuple):
    features: torch.Tensor
    returns: torch.Tensor


class Allocator(nn.Module):
    def __init__(self, assets: int):
        super().__init__()
        self.assets = assets
        self.net = nn.Linear(assets * 3, assets)
        self.risk = nn.Parameter(torch.zeros(()))

    def forward(self, features):
        return torch.softmax(self.net(features.flatten()), dim=-1)


def sharpe(model, days):
    daily = [model(day.features) @ day.returns for day in days]
    daily = torch.as_tensor(daily)  # expect: detached-rebuilt
    return daily.mean() / (daily.std() + 1e-6) - model.risk.exp() * 0.01


model = Allocator(4)
days = [Market(torch.randn(4, 3), torch.randn(4) * 0.01) for _ in range(6)]
opt = torch.optim.Adam(model.parameters(), lr=1e-2, maximize=True)
for _ in range(2):
    opt.zero_grad()
    sharpe(model, days).backward()
    opt.step()
