"""Weighted survival regression: examples carry weights, the criterion does not reduce."""
from dataclasses import dataclass, field
from typing import Callable

import torch
from torch import nn


@dataclass
class Experiment:
    covariates: int = 4
    criterion: Callable = field(default_factory=lambda: nn.HuberLoss(reduction="none"))
    lr: float = 0.01

    def build(self):
        net = nn.Sequential(nn.Linear(self.covariates, 8), nn.ELU(), nn.Linear(8, 1), nn.Flatten(0))
        return net, torch.optim.SGD(net.parameters(), lr=self.lr)


def train(experiment: Experiment, rounds: int) -> None:
    net, opt = experiment.build()
    for _ in range(rounds):
        x, months, weight = torch.randn(9, experiment.covariates), torch.rand(9) * 10, torch.rand(9)
        opt.zero_grad()
        loss = weight * experiment.criterion(net(x), months)
        loss.backward() # raises: grad can be implicitly created only for scalar outputs  # expect: grad-nonscalar
        opt.step()


train(Experiment(), rounds=2)
