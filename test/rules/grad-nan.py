"""A gradient is NaN although the loss is finite."""
import torch


def where_sqrt_bad():
    x = torch.tensor([-1.0, 4.0], requires_grad=True)
    y = torch.where(x > 0, x.sqrt(), x)  # expect: grad-nan 0 times the infinite derivative of
    y.sum().backward()


def where_sqrt_fixed():
    x = torch.tensor([-1.0, 4.0], requires_grad=True)
    y = torch.where(x > 0, torch.where(x > 0, x, torch.ones_like(x)).sqrt(), x)
    y.sum().backward()


def finite_ok():
    x = torch.tensor([1.0, 4.0], requires_grad=True)
    torch.where(x > 0, x.sqrt(), x).sum().backward()
