"""An operation refuses a tensor because of its graph, or for want of one."""
import torch


def hook_on_constant_bad():
    x = torch.randn(3)
    x.register_hook(lambda g: g * 2)  # expect: grad-refused cannot register a hook on a tensor that  # raises: cannot register a hook on a tensor that doesn


def out_argument_bad():
    w = torch.randn(3, requires_grad=True)
    y = torch.zeros(3)
    torch.mul(w, 2.0, out=y)  # expect: grad-refused arguments don't support automatic differentiation  # raises: but one of the arguments requires grad


def hooks_ok():
    x = torch.randn(3, requires_grad=True)
    y = x * 2
    y.register_hook(lambda g: g * 2)
    y.retain_grad()
    y.detach().apply_(lambda v: v + 1)
    y.sum().backward()
