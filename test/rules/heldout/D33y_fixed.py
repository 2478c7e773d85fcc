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
        weights = dict(self.learner.named_parameters())
        for _ in range(self.k):
            loss = F.mse_loss(torch.func.functional_call(self.learner, weights, (xs,)), ys)
            grads = torch.autograd.grad(loss, list(weights.values()), create_graph=True)
            weights = {n: w - self.inner_lr * g for (n, w), g in zip(weights.items(), grads)}
        return lambda x: torch.func.functional_call(self.learner, weights, (x,))

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
