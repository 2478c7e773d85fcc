import copy
import torch
from torch import nn
import torch.nn.functional as F


class MetaTrainer:
    def __init__(self, learner, inner_lr=0.1, outer_lr=1e-3, k=2):
        self.learner = learner
        self.inner_lr, self.k = inner_lr, k
        self.outer = torch.optim.Adam(self.learner.parameters(), lr=outer_lr)

    def adapt(self, xs, ys):
        fast = copy.deepcopy(self.learner)  # expect: optimizer-idle
        inner = torch.optim.SGD(fast.parameters(), lr=self.inner_lr)
        for _ in range(self.k):
            inner.zero_grad()
            F.mse_loss(fast(xs), ys).backward()
            inner.step()
        return fast

    def outer_step(self, tasks):
        total = 0.0
        for xs, ys, xq, yq in tasks:
            total = total + F.mse_loss(self.adapt(xs, ys)(xq), yq)
        self.outer.zero_grad()
        total.backward()
        self.outer.step()
        return total.item()


learner = nn.Sequential(nn.Linear(1, 10), nn.Tanh(), nn.Linear(10, 1))
trainer = MetaTrainer(learner)
for _ in range(2):
    trainer.outer_step([tuple(torch.randn(4, 5, 1)) for _ in range(2)])
