"""A layer is built but takes no part in what is trained."""
import torch
import torch.nn as nn


class IdleBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 1)
        self.b = nn.Linear(4, 1)  # expect: module-unused 2 parameters without a gradient

    def forward(self, x):
        return self.a(x)


class BothUsed(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 1)
        self.b = nn.Linear(4, 1)

    def forward(self, x):
        return self.a(x) + self.b(x)


def all_layers_ok():
    BothUsed()(torch.randn(2, 4)).sum().backward()
