"""An operation with zero derivative is the only way to the loss."""
import torch
import torch.nn as nn


def rounded_bad():
    fc = nn.Linear(3, 1)
    q = torch.round(fc(torch.randn(4, 3)))  # expect: grad-zero Use a straight-through estimator or a smooth function
    (q ** 2).mean().backward()


class ThresholdBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.t = nn.Parameter(torch.zeros(1))

    def forward(self, d):
        mask = (torch.sign(d - self.t) + 1) * 0.5  # expect: grad-zero Use a straight-through estimator or a smooth function
        return mask * d


def straight_through_ok():
    fc = nn.Linear(3, 1)
    x = fc(torch.randn(4, 3))
    q = x + (torch.round(x) - x).detach()
    (q ** 2).mean().backward()
