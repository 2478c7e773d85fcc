"""Variance-stabilised regression of count data, with a root that is zero where there is none."""
import torch
from torch import nn


def safe_root(x):
    return torch.where(x > 0, torch.sqrt(x), torch.zeros_like(x))  # expect: grad-nan


class CountModel(nn.Module):
    def __init__(self, features=3):
        super().__init__()
        self.rate = nn.Linear(features, 1)

    def forward(self, x):
        return self.rate(x).squeeze(-1)


def deviance(mu, counts):
    return (safe_root(mu) - counts.sqrt()).square().mean()


torch.manual_seed(0)
model = CountModel()
nn.init.constant_(model.rate.bias, -0.1)
x, counts = torch.randn(20, 3), torch.randint(0, 5, (20,)).float()
loss = deviance(model(x), counts)
loss.backward()
