import torch
from torch import nn


class Plan:
    """Warm up with a small head, then grow the head and keep training."""

    def __init__(self, model: nn.Module, lr: float):
        self.model = model
        self.opt = torch.optim.Adam(model.parameters(), lr=lr)

    def epoch(self, batches, grow_to=None):
        if grow_to is not None:
            old = self.model.head
            self.model.head = nn.Linear(old.in_features, grow_to)  # expect: optimizer-late
            with torch.no_grad():
                self.model.head.weight[: old.out_features] = old.weight
        for x, y in batches:
            loss = nn.functional.cross_entropy(self.model(x), y)
            self.opt.zero_grad()
            loss.backward()
            self.opt.step()


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(3, 6)
        self.head = nn.Linear(6, 2)

    def forward(self, x):
        return self.head(self.body(x).relu())


net = Net()
plan = Plan(net, 1e-2)
plan.epoch([(torch.randn(4, 3), torch.randint(0, 2, (4,)))])
plan.epoch([(torch.randn(4, 3), torch.randint(0, 5, (4,))) for _ in range(2)], grow_to=5)
