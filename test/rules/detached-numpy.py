"""`.numpy()` is called on a tensor that has a graph."""
import torch
import torch.nn as nn


def output_to_numpy_bad():
    net = nn.Linear(3, 1)
    out = net(torch.randn(2, 3)).numpy()  # expect: detached-numpy asks for the numbers of a tensor that  # raises: on Tensor that requires grad


def output_to_numpy_fixed():
    net = nn.Linear(3, 1)
    out = net(torch.randn(2, 3)).detach().numpy()


def detached_numpy_ok():
    net = nn.Linear(3, 1)
    out = net(torch.randn(2, 3))
    print(out.detach().numpy().shape, torch.ones(2).numpy())
