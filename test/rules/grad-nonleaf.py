"""`.grad` of a computed tensor is read, which is None."""
import torch


def converted_bad():
    x = torch.randn(3, requires_grad=True)
    x = x.double()
    (x ** 2).sum().backward()
    print(x.grad)  # expect: grad-nonleaf Read the leaf's


def converted_fixed():
    x = torch.randn(3, requires_grad=True)
    x = x.double()
    x.retain_grad()
    (x ** 2).sum().backward()
    print(x.grad)


def retained_ok():
    x = torch.randn(3, requires_grad=True)
    h = x * 2
    h.retain_grad()
    h.sum().backward()
    print(h.grad, x.grad)
