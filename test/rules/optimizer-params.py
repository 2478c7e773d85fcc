"""An optimizer is given something that is no list of leaf tensors."""
import torch
import torch.nn as nn


def scaled_leaf_bad():
    w = torch.randn(3, requires_grad=True) * 0.01
    opt = torch.optim.SGD([w], lr=0.1)  # expect: optimizer-params can't optimize a non-leaf Tensor  # raises: t optimize a non-leaf Tensor


def scaled_leaf_fixed():
    w = (torch.randn(3) * 0.01).requires_grad_()
    opt = torch.optim.SGD([w], lr=0.1)


def slice_bad():
    emb = nn.Embedding(5, 4)
    opt = torch.optim.Adam([emb.weight[:, 1:3]])  # expect: optimizer-params can't optimize a non-leaf Tensor  # raises: t optimize a non-leaf Tensor


def leaves_ok():
    w = (torch.randn(3) * 0.01).requires_grad_()
    opt = torch.optim.SGD([w], lr=0.1)
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
