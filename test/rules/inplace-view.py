"""A view that autograd cannot follow is written in place."""
import torch
import torch.nn as nn


def rows_bad():
    h = nn.Linear(3, 3)(torch.randn(2, 3))
    for row in h:
        row.mul_(2)  # raises: Such functions do not allow the output views to  # expect: inplace-view autograd cannot give them new histories|made while gradients were off


def chunks_bad():
    h = nn.Linear(3, 4)(torch.randn(2, 3))
    a, b = h.chunk(2, dim=1)
    a.add_(1)  # raises: Such functions do not allow the output views to  # expect: inplace-view autograd cannot give them new histories|made while gradients were off


def chunks_fixed():
    h = nn.Linear(3, 4)(torch.randn(2, 3))
    a, b = h.chunk(2, dim=1)
    a = a.add(1)


def no_grad_view_bad():
    h = nn.Linear(3, 3)(torch.randn(4, 3))
    with torch.no_grad():
        v = h[:2]
    v.add_(1)  # raises: You can clarify your code by moving both the  # expect: inplace-view autograd cannot give them new histories|made while gradients were off


def no_grad_view_fixed():
    h = nn.Linear(3, 3)(torch.randn(4, 3))
    v = h[:2]
    v.add_(1)


def rows_out_of_place_ok():
    h = nn.Linear(3, 3)(torch.randn(2, 3))
    rows = torch.stack([row * 2 for row in h])
    h = h * 1
    h[0] = 0
    (rows.sum() + h.sum()).backward()
