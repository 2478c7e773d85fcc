"""A layer that forward builds for itself starts from random weights at every call."""
import torch
import torch.nn as nn


class Projection(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)

    def forward(self, x):
        proj = nn.Linear(3, 2)  # expect: module-transient is built anew at every call of `forward`
        return proj(self.lin(x))


def built_in_forward_bad():
    net = Projection()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 3)).sum().backward()
        opt.step()


class FirstCall(nn.Module):
    """The layer of the first call stays, and the optimizer is built after it."""

    def __init__(self):
        super().__init__()
        self.proj = None

    def forward(self, x):
        if self.proj is None:
            self.proj = nn.Linear(x.shape[-1], 2)
        return nn.ReLU()(self.proj(x))


def built_once_ok():
    net = FirstCall()
    net(torch.randn(2, 3))
    opt = torch.optim.Adam(net.parameters())
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(2, 3)).sum().backward()
        opt.step()
