"""Meta-learning an initialisation for sine waves."""
import copy

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.func import functional_call


def sine_task():
    a, b = torch.rand(2)
    x = torch.rand(10, 1) * 6 - 3
    return (x[:5], a * torch.sin(x[:5] + b)), (x[5:], a * torch.sin(x[5:] + b))


class MetaLearner:
    def __init__(self, inner_lr=0.05):
        self.net = nn.Sequential(nn.Linear(1, 10), nn.ReLU(), nn.Linear(10, 1))
        self.outer = optim.Adam(self.net.parameters(), lr=1e-3)
        self.inner_lr = inner_lr

    def adapt(self, support):
        x, y = support
        learner = copy.deepcopy(self.net)  # expect: optimizer-idle
        inner = optim.SGD(learner.parameters(), lr=self.inner_lr)
        inner.zero_grad()
        F.mse_loss(learner(x), y).backward()
        inner.step()
        return learner

    def meta_step(self, tasks=2):
        self.outer.zero_grad()
        losses = []
        for _ in range(tasks):
            support, (x, y) = sine_task()
            losses.append(F.mse_loss(self.adapt(support)(x), y))
        torch.stack(losses).mean().backward()
        self.outer.step()


learner = MetaLearner()
for _ in range(2):
    learner.meta_step()
