"""A value computed before an update of its parameter is used after it."""
import torch
import torch.nn as nn


class ShiftedBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(2))
        self.shifted = self.bias + 1  # expect: graph-stale after an update the old value is still

    def forward(self, x):
        return (x + self.shifted).sum()


class ShiftedFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(2))

    def forward(self, x):
        shifted = self.bias + 1
        return (x + shifted).sum()


def retained_features_bad():
    enc, head = nn.Linear(3, 4), nn.Linear(4, 1)
    opt = torch.optim.SGD([*enc.parameters(), *head.parameters()], lr=0.1)
    x = torch.randn(5, 3)
    feat = enc(x)  # expect: graph-stale after an update the old value is still
    for _ in range(3):
        opt.zero_grad()
        head(feat).pow(2).mean().backward(retain_graph=True)
        opt.step()


def retained_features_fixed():
    enc, head = nn.Linear(3, 4), nn.Linear(4, 1)
    opt = torch.optim.SGD([*enc.parameters(), *head.parameters()], lr=0.1)
    x = torch.randn(5, 3)
    for _ in range(3):
        feat = enc(x)
        opt.zero_grad()
        head(feat).pow(2).mean().backward(retain_graph=True)
        opt.step()


class Shifted(nn.Module):
    def __init__(self):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(2))
        self.register_buffer("ones", torch.ones(2) + 1)

    def forward(self, x):
        return (x + self.bias + self.ones).sum()


def fresh_value_ok():
    net = Shifted()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        opt.zero_grad()
        net(torch.ones(2)).backward()
        opt.step()
