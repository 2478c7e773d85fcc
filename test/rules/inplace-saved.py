"""A tensor that backward still needs is overwritten in place."""
import torch


def write_after_exp_bad():
    x = torch.ones(3, requires_grad=True)
    y = torch.exp(x)
    y += 1  # expect: inplace-saved overwrites .* which `exp`
    y.sum().backward()  # raises: modified by an inplace operation: .* output 0 of Exp


def step_between_backwards_bad():
    layer = torch.nn.Linear(2, 2)
    head = torch.nn.Linear(2, 1)
    opt = torch.optim.SGD(list(layer.parameters()) + list(head.parameters()), lr=0.1)
    out = head(layer(torch.ones(1, 2)))
    out.sum().backward(retain_graph=True)
    opt.step()  # expect: inplace-saved
    out.mean().backward()  # raises: is at version 2; expected version 1


def write_after_add_ok():
    x = torch.ones(3, requires_grad=True)
    y = x + 1
    y += 1
    y.sum().backward()


def write_before_exp_ok():
    x = torch.ones(3, requires_grad=True)
    y = x * 1
    y += 1
    torch.exp(y).sum().backward()
