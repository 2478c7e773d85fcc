"""An operation gets shapes that do not fit."""
import torch
import torch.nn as nn


def broadcast_bad():
    x = torch.randn(4, 3)
    y = x + torch.ones(4)  # expect: shape-mismatch must match the size of tensor b  # raises: must match the size of tensor b


def matmul_bad():
    fc = nn.Linear(3, 2)
    out = fc(torch.randn(4, 5))  # expect: shape-mismatch mat1 and mat2 shapes cannot be multiplied  # raises: mat1 and mat2 shapes cannot be multiplied


def broadcast_ok():
    x = torch.randn(4, 3)
    print((x + torch.ones(3)).shape, (x @ torch.ones(3, 2)).shape)
