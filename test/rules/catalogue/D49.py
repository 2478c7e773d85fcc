"""D49: a view made under no_grad is written with gradients on."""
import torch
import torch.nn as nn


def view_bad():
    h = nn.Linear(3, 3)(torch.randn(4, 3))
    with torch.no_grad():
        v = h[:2]
    v.add_(1)  # expect: inplace-view  # raises: A view was created in no_grad mode and is
    h.sum().backward()


def view_ok():
    h = nn.Linear(3, 3)(torch.randn(4, 3))
    v = h[:2]
    v.add_(1)
    with torch.no_grad():
        w = h[2:]
        w.add_(0)
    h.sum().backward()


class Positional(nn.Module):
    def __init__(self):
        super().__init__()
        self.cls = nn.Parameter(torch.zeros(1, 4))

    @torch.no_grad()
    def row(self, t, i):
        return t[i]

    def forward(self, x):
        y = x * 2 + self.cls
        r = self.row(y, 0)
        r += 1  # expect: inplace-view  # raises: A view was created in no_grad mode and is
        return y


def positional_bad():
    Positional()(torch.randn(3, 4)).sum().backward()


def both_inside_ok():
    w = torch.randn(4, requires_grad=True)
    with torch.no_grad():
        v = w[:2]
        v.zero_()
    (w * 2).sum().backward()
