"""An update rebinds the name of a leaf to a computed tensor."""
import torch


def manual_sgd_bad():
    w = torch.randn(3, requires_grad=True)
    for _ in range(2):
        (w ** 2).sum().backward()
        w = w - 0.1 * w.grad  # expect: grad-rebound in the next iteration  # raises: unsupported operand type


def manual_sgd_fixed():
    w = torch.randn(3, requires_grad=True)
    for _ in range(2):
        (w ** 2).sum().backward()
        with torch.no_grad():
            w -= 0.1 * w.grad
        w.grad = None


def leaf_update_ok():
    w = torch.randn(3, requires_grad=True)
    for _ in range(2):
        (w ** 2).sum().backward()
        with torch.no_grad():
            w -= 0.1 * w.grad
        w.grad = None
