"""D55: dtypes that the loss or backward cannot take."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def double_target_ok():
    net = nn.Linear(3, 1)
    y = torch.from_numpy(np.random.rand(4, 1))
    loss = F.mse_loss(net(torch.randn(4, 3)), y)
    loss.backward()


def float_target_ok():
    net = nn.Linear(3, 1)
    y = torch.from_numpy(np.random.rand(4, 1)).float()
    loss = F.mse_loss(net(torch.randn(4, 3)), y)
    loss.backward()


def double_input_bad():
    net = nn.Linear(3, 1)
    x = torch.tensor(np.ones((4, 3)))
    net(x).sum().backward()  # expect: shape-mismatch  # raises: mat1 and mat2 must have the same dtype,


def integer_leaf_bad():
    idx = torch.tensor([1, 2, 3], requires_grad=True)  # expect: grad-flag  # raises: Only Tensors of floating point and
    print(idx)


def integer_flag_bad():
    x = torch.arange(4)
    x.requires_grad_()  # expect: grad-flag  # raises: only Tensors of floating point dtype can
    (x * 2).sum().backward()


def labels_bad():
    net = nn.Linear(3, 2)
    F.cross_entropy(net(torch.randn(4, 3)), torch.tensor([[0], [1], [1], [0]])).backward()  # expect: shape-mismatch  # raises: 0D or 1D target tensor expected,


def casts_ok():
    net = nn.Linear(3, 1)
    x = torch.tensor(np.ones((4, 3)), dtype=torch.float32)
    out = net(x).double()
    F.mse_loss(out, torch.zeros(4, 1, dtype=torch.double)).backward()
