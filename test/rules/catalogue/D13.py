"""D13: a value computed from a parameter in __init__ and kept."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Mixture(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.randn(4))
        self.w = torch.softmax(self.p, 0)  # expect: graph-freed

    def forward(self, x):
        return x @ self.w


def mixture_bad():
    net = Mixture()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()  # raises: Trying to backward through the graph a
        opt.step()


class MixtureRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.randn(4))

    def forward(self, x):
        return x @ torch.softmax(self.p, 0)


def mixture_ok():
    net = MixtureRight()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


class Masked(nn.Module):
    """The embedding of the mask token is looked up once."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 4)
        self.detector = nn.GRU(4, 3, batch_first=True)
        self.head = nn.Linear(3, 1)
        self.mask_e = self.embedding(torch.tensor([3]))  # expect: graph-freed

    def forward(self, tokens):
        e = self.embedding(tokens)
        h, _ = self.detector(e)
        p = torch.sigmoid(self.head(h))
        return p * self.mask_e + (1 - p) * e


def masked_bad():
    net = Masked()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randint(0, 10, (2, 5))).pow(2).mean().backward()  # raises: Trying to backward through the graph a
        opt.step()


class Rotation(nn.Module):
    """Built in a helper that __init__ calls, never used by a script."""

    def __init__(self):
        super().__init__()
        self.angle = nn.Parameter(torch.zeros(1))
        self._build()

    def _build(self):
        c, s = torch.cos(self.angle), torch.sin(self.angle)
        self.R = torch.stack([torch.cat([c, -s]), torch.cat([s, c])])  # expect: graph-freed

    def forward(self, x):
        return x @ self.R


class FrozenValue(nn.Module):
    """Nothing is saved, so it never raises: the value just never changes."""

    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)
        self.offset = nn.Parameter(torch.zeros(3))
        self.register_buffer("shift", self.offset + 1)  # expect: graph-stale

    def forward(self, x):
        return self.lin(x) + self.shift


def frozen_value_bad():
    net = FrozenValue()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(3):
        opt.zero_grad()
        net(torch.randn(2, 3)).pow(2).mean().backward()
        opt.step()


class Positions(nn.Module):
    def __init__(self, d=4):
        super().__init__()
        pe = torch.zeros(6, d)
        pe[:, 0::2] = torch.sin(torch.arange(6.0).unsqueeze(1))
        self.register_buffer("pe", pe)
        self.anchors = torch.arange(4.0) / 2
        self.mask = torch.tril(torch.ones(6, 6))
        self.lin = nn.Linear(d, d)

    def forward(self, x):
        return (self.mask @ self.lin(x + self.pe)) * self.anchors


def positions_ok():
    net = Positions()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(6, 4)).sum().backward()
        opt.step()
