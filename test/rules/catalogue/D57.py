"""D57: torch.compile of a function that is wrong in eager mode."""
import torch
import torch.nn as nn
import torch.nn.functional as F


@torch.compile(backend="eager")
def gated(x, w):
    g = torch.sigmoid(x @ w)
    g *= 2  # expect: inplace-saved
    return g


def gated_bad():
    w = torch.randn(3, 3, requires_grad=True)
    gated(torch.randn(2, 3), w).sum().backward()  # raises: modified by an inplace operation


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        y = F.relu(self.fc(x))
        y += x  # expect: inplace-saved
        return y


def module_bad():
    net = torch.compile(Net(), backend="eager")
    net(torch.randn(2, 3)).sum().backward()  # raises: modified by an inplace operation


@torch.compile(backend="eager")
def gated_right(x, w):
    g = torch.sigmoid(x @ w)
    return g * 2


def gated_ok():
    w = torch.randn(3, 3, requires_grad=True)
    gated_right(torch.randn(2, 3), w).sum().backward()
