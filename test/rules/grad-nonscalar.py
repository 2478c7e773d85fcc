"""Backward is called on a non-scalar without a fitting gradient."""
import torch
import torch.nn as nn


def no_reduction_bad():
    net = nn.Linear(3, 1)
    loss = nn.MSELoss(reduction="none")(net(torch.randn(4, 3)), torch.randn(4, 1))
    loss.backward()  # expect: grad-nonscalar grad can be implicitly created only for scalar  # raises: grad can be implicitly created only for scalar outputs


def no_reduction_fixed():
    net = nn.Linear(3, 1)
    loss = nn.MSELoss(reduction="none")(net(torch.randn(4, 3)), torch.randn(4, 1))
    loss.mean().backward()


def scalar_ok():
    net = nn.Linear(3, 1)
    out = net(torch.randn(4, 3))
    out.backward(torch.ones_like(out))
    net(torch.randn(1, 3)).backward()
