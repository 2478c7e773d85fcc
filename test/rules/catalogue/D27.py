"""D27: an in-place write to expanded memory, or one that overlaps what it reads."""
import torch
import torch.nn as nn


def expanded_bad():
    b = torch.ones(1, 1).expand(4, 5)
    b += 1  # expect: inplace-overlap  # raises: unsupported operation: more than one
    print(b.sum())


def expanded_ok():
    b = torch.ones(1, 1).expand(4, 5).clone()
    b += 1
    c = torch.ones(1, 1).repeat(4, 5)
    c += 1
    print((b + c).sum())


class Queries(nn.Module):
    def __init__(self, n=3, d=4):
        super().__init__()
        self.query = nn.Parameter(torch.zeros(1, n, d))
        self.noise = nn.Linear(d, d)

    def forward(self, x):
        q = self.query.expand(x.shape[0], -1, -1)
        q += self.noise(x).unsqueeze(1)  # expect: inplace-leaf  # raises: a view of a leaf Variable that requires
        return q


def queries_bad():
    Queries()(torch.randn(2, 4)).sum().backward()


def mask_bad():
    mask = torch.zeros(4).unsqueeze(0).expand(3, 4)
    mask[0, 1] = 1  # expect: inplace-overlap
    print(mask)


def shifted_bad():
    x = torch.arange(6.0)
    x[1:] += x[:-1]  # expect: inplace-overlap  # raises: unsupported operation: some elements of
    print(x)


def broadcast_bad():
    a, b = torch.broadcast_tensors(torch.zeros(3, 1), torch.zeros(1, 4))
    a.add_(1)  # expect: inplace-overlap  # raises: unsupported operation: more than one
    print(a + b)


class QueriesRight(nn.Module):
    def __init__(self, n=3, d=4):
        super().__init__()
        self.query = nn.Parameter(torch.zeros(1, n, d))
        self.noise = nn.Linear(d, d)

    def forward(self, x):
        q = self.query.expand(x.shape[0], -1, -1)
        q = q + self.noise(x).unsqueeze(1)
        r = self.query.repeat(x.shape[0], 1, 1)
        r += 1
        return q + r


def queries_ok():
    QueriesRight()(torch.randn(2, 4)).sum().backward()


def roll_ok():
    x = torch.arange(6.0)
    x[1:] += x[:-1].clone()
    x[:3] += x[3:]
    print(x)
