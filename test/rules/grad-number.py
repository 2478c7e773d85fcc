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


def number_of_many_bad():
    net = nn.Linear(400, 400)
    loss = nn.functional.mse_loss(net(torch.randn(300, 400)), torch.zeros(300, 400)).item()  # expect: grad-number makes the loss a Python number
    loss.backward()  # raises: 'float' object has no attribute 'backward'


def compute(net, x):
    return float(net(x).pow(2).mean())  # a number for whoever asks


def number_of_a_function_bad():
    net = nn.Linear(400, 400)
    loss = compute(net, torch.randn(300, 400))
    loss.backward()  # expect: grad-number is a Python float  # raises: 'float' object has no attribute 'backward'


def handed_in_ok(loss: float = 0.0, found=None):
    if found is not None:
        loss = found
        loss.backward()
    total = 0
    for x in found or []:
        total = total + x
    if found:
        total.backward()
