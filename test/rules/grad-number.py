"""Backward is called on a Python number."""
import torch
import torch.nn as nn


def empty_sum_bad():
    crit = nn.MSELoss()
    pos = []
    losses = [crit(p, p) for p in pos]
    sum(losses).backward()  # expect: grad-number this is a Python int here  # raises: object has no attribute


def items_for_logs_ok():
    net = nn.Linear(3, 1)
    losses = [net(torch.randn(3)).sum() for _ in range(2)]
    total = sum(losses)
    total.backward()
    print(sum(l.item() for l in losses))
