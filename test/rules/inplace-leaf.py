"""A leaf that requires grad (or a slice of one) is written in place."""
import torch
import torch.nn as nn


def slice_of_bias_bad():
    conv = nn.Conv2d(1, 6, 1)
    b = conv.bias.view(3, -1)
    b[:, 1] += 1.0  # expect: inplace-leaf a leaf that requires grad  # raises: a view of a leaf Variable that requires grad


def slice_of_bias_fixed():
    conv = nn.Conv2d(1, 6, 1)
    b = conv.bias.view(3, -1)
    with torch.no_grad():
        b[:, 1] += 1.0


def update_bad():
    w = torch.randn(3, requires_grad=True)
    (w ** 2).sum().backward()
    w -= 0.1 * w.grad  # expect: inplace-leaf a leaf that requires grad  # raises: a leaf Variable that requires grad is being used


def update_fixed():
    w = torch.randn(3, requires_grad=True)
    (w ** 2).sum().backward()
    with torch.no_grad():
        w -= 0.1 * w.grad


def loss_start_bad():
    fc = nn.Linear(3, 1)
    loss = torch.tensor(0.0, requires_grad=True)
    loss += fc(torch.randn(3)).sum()  # expect: inplace-leaf a leaf that requires grad  # raises: a leaf Variable that requires grad is being used
    loss.backward()


def loss_start_fixed():
    fc = nn.Linear(3, 1)
    loss = torch.tensor(0.0, requires_grad=True)
    loss = loss + fc(torch.randn(3)).sum()
    loss.backward()


def late_view_bad():
    w = torch.rand(2, requires_grad=True)
    grid = torch.zeros(6).view(3, 2)
    grid[0] = w
    grid.mul_(2)  # expect: inplace-leaf takes it for a leaf  # raises: a leaf Variable that requires grad is being used
    grid.sum().backward()


def late_view_fixed():
    w = torch.rand(2, requires_grad=True)
    grid = torch.zeros(6).view(3, 2)
    grid[0] = w
    grid = grid.mul(2)
    grid.sum().backward()


def seen_view_ok():
    w = torch.rand(2, requires_grad=True)
    grid = torch.zeros(6).view(3, 2)
    for i in range(2):
        grid[i] = w
    grid.mul_(2)
    other = torch.zeros(6).view(3, 2)
    other[0] = w
    other.sum()
    other.mul_(2)
    (grid + other).sum().backward()


def under_no_grad_ok():
    w = torch.randn(3, requires_grad=True)
    (w ** 2).sum().backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
    w.data += 1
    w.detach().zero_()
    nn.init.zeros_(w)
