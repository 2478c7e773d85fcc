"""A loss compares shapes (N, 1) and (N,), which broadcasts to (N, N)."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def by_hand_bad():
    fc = nn.Linear(3, 1)
    x, y = torch.randn(8, 3), torch.randn(8)
    pred = fc(x)
    loss = ((pred - y) ** 2).mean()  # expect: shape-loss broadcasting pairs every one with every other
    loss.backward()


def by_hand_fixed():
    fc = nn.Linear(3, 1)
    x, y = torch.randn(8, 3), torch.randn(8)
    pred = fc(x)
    loss = ((pred.squeeze(-1) - y) ** 2).mean()
    loss.backward()


def mse_loss_bad():
    fc = nn.Linear(3, 1)
    x, y = torch.randn(8, 3), torch.randn(8)
    loss = F.mse_loss(fc(x), y)  # expect: shape-loss broadcasting pairs every one with every other
    loss.backward()


def mse_loss_fixed():
    fc = nn.Linear(3, 1)
    x, y = torch.randn(8, 3), torch.randn(8)
    loss = F.mse_loss(fc(x).squeeze(-1), y)
    loss.backward()


def same_shape_ok():
    fc = nn.Linear(3, 1)
    x, y = torch.randn(8, 3), torch.randn(8)
    loss = ((fc(x).squeeze(-1) - y) ** 2).mean() + F.mse_loss(fc(x), y.unsqueeze(1))
    loss.backward()
