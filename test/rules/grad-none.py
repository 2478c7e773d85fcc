"""`.grad` is used as a tensor before there is one."""
import torch
import torch.nn as nn


def cleared_first_bad():
    w = torch.randn(3, requires_grad=True)
    for _ in range(2):
        w.grad.zero_()  # expect: grad-none is None until a backward has run  # raises: 'NoneType' object has no attribute 'zero_'
        (w ** 2).sum().backward()
        with torch.no_grad():
            w -= 0.1 * w.grad


def update(params, lr):
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad  # expect: grad-none  # raises: unsupported operand
            p.grad.zero_()


def update_before_backward_bad():
    w, b = torch.zeros(3, requires_grad=True), torch.zeros(1, requires_grad=True)
    update([w, b], 0.1)
    (w.sum() + b).sum().backward()


def left_out_bad():
    net, extra = nn.Linear(3, 2), nn.Linear(2, 2)
    net(torch.randn(4, 3)).sum().backward()
    for p in list(net.parameters()) + list(extra.parameters()):
        p.data -= 0.1 * p.grad  # expect: grad-none no backward has reached  # raises: unsupported operand


def cleared_behind_ok():
    w = torch.randn(3, requires_grad=True)
    for _ in range(2):
        (w ** 2).sum().backward()
        with torch.no_grad():
            w -= 0.1 * w.grad
        w.grad.zero_()


def asked_first_ok():
    net, extra = nn.Linear(3, 2), nn.Linear(2, 2)
    net(torch.randn(4, 3)).sum().backward()
    for p in list(net.parameters()) + list(extra.parameters()):
        if p.grad is not None:
            p.data -= 0.1 * p.grad


def caught_ok():
    w = torch.randn(3, requires_grad=True)
    try:
        w.grad.zero_()
    except AttributeError:
        pass
    (w ** 2).sum().backward()


class Descent:
    """What the tensors went through before is their owner's business."""

    def __init__(self, params, lr=0.1):
        self.params, self.lr = list(params), lr

    def step(self):
        for p in self.params:
            p.data.add_(p.grad, alpha=-self.lr)

    def zero_grad(self):
        for p in self.params:
            p.grad.zero_()


def clear(w: torch.Tensor):
    w.grad.zero_()


def clear_all(net: nn.Module):
    for p in net.parameters():
        p.grad.zero_()


def graph_of_a_leaf_bad():
    w = torch.randn(3, requires_grad=True)
    print(w.grad_fn.name())  # another None  # raises: 'NoneType' object has no attribute 'name'
