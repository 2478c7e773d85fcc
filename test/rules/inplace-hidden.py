"""A tensor that backward still needs is overwritten through `.data` or numpy, unseen."""
import torch


def data_write_bad():
    h = torch.tensor([1.0, 2.0], requires_grad=True) * 2
    y = h ** 2
    h.data.mul_(10)  # expect: inplace-hidden computes a wrong gradient without an error
    y.sum().backward()


def numpy_alias_bad():
    h = torch.tensor([1.0, 2.0], requires_grad=True) * 2
    y = h ** 2
    n = h.detach().numpy()
    n *= 10  # expect: inplace-hidden computes a wrong gradient without an error
    y.sum().backward()


def write_before_ok():
    h = torch.tensor([1.0, 2.0], requires_grad=True) * 2
    h.data.mul_(10)
    y = h ** 2
    y.sum().backward()
    h.data.zero_()
