"""A registered parameter, buffer or child is replaced by something else."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def computed_weight_bad():
    hyper, lin = nn.Linear(2, 16), nn.Linear(4, 4)
    lin.weight = hyper(torch.randn(2)).view(4, 4)  # expect: module-assign Use another name for computed values  # raises: Parameter or None expected


class WeightedBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.lw = nn.Parameter(torch.zeros(3))

    def forward(self, x):
        self.lw = F.softmax(self.lw, 0)  # expect: module-assign Use another name for computed values  # raises: Parameter or None expected
        return (self.lw * x).sum()


class WeightedFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.lw = nn.Parameter(torch.zeros(3))

    def forward(self, x):
        lw = F.softmax(self.lw, 0)
        return (lw * x).sum()


class Weighted(nn.Module):
    def __init__(self):
        super().__init__()
        self.lw = nn.Parameter(torch.zeros(3))

    def forward(self, x):
        weights = torch.softmax(self.lw, 0)
        return (weights * x).sum()


def local_name_ok():
    net = Weighted()
    net(torch.ones(3)).backward()
    net.lw = nn.Parameter(torch.ones(3))
    net.lw = None
