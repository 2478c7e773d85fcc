"""A gradient is asked for a tensor the output was not computed from."""
import torch


def copy_bad():
    x = torch.randn(3, requires_grad=True)
    xx = x.clone()
    g = torch.autograd.grad((x ** 2).sum(), xx)  # raises: The differentiated Tensor at index 0 appears to not  # expect: grad-unused was not computed from that very tensor


def detached_between_bad():
    a = torch.randn(3, requires_grad=True)
    d = (a * 2).detach().requires_grad_()  # expect: grad-unused or ask for the gradient of what the
    g = torch.autograd.grad(d.sum(), a)  # raises: The differentiated Tensor at index 0 appears to not


def used_input_ok():
    x = torch.randn(3, requires_grad=True)
    y = (x ** 2).sum()
    g, = torch.autograd.grad(y, x)
    print(g)
