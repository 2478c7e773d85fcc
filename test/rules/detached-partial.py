"""One part of an assembled value is detached, so its gradient is incomplete."""
import torch
import torch.nn as nn


def quotient_bad():
    raw = nn.Parameter(torch.rand(2))
    full = torch.zeros(3)
    full[:2] = raw
    quotient = raw[0] / raw[1]
    full[2] = quotient.detach()  # expect: detached-partial so it is not the gradient of the
    full.sum().backward()


def joined_target_ok():
    enc = nn.Linear(3, 2)
    z = enc(torch.randn(4, 3))
    target = torch.randn(4, 2)
    loss = ((z - target) ** 2).mean() + 0.1 * (z - z.detach()).abs().mean()
    loss.backward()
