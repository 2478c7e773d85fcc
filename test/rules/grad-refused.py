"""An operation refuses a tensor because of its graph, or for want of one."""
import torch


def hook_on_constant_bad():
    x = torch.randn(3)
    x.register_hook(lambda g: g * 2)  # expect: grad-refused cannot register a hook on a tensor that  # raises: cannot register a hook on a tensor that doesn


def out_argument_bad():
    w = torch.randn(3, requires_grad=True)
    y = torch.zeros(3)
    torch.mul(w, 2.0, out=y)  # expect: grad-refused arguments don't support automatic differentiation  # raises: but one of the arguments requires grad


def post_accumulate_result_bad():
    w = torch.ones(2, requires_grad=True)
    w.register_post_accumulate_grad_hook(lambda p: p.grad.clamp_(-1, 1))
    (w * 2).sum().backward()  # expect: grad-refused hooks should return None  # raises: hooks should return None


def hook_result_bad():
    w = torch.ones(2, requires_grad=True)
    w.register_hook(lambda g: g.sum())
    (w * 2).sum().backward()  # expect: grad-refused has changed the size of value  # raises: has changed the size of value


def hooks_ok():
    x = torch.randn(3, requires_grad=True)
    y = x * 2
    y.register_hook(lambda g: g * 2)
    y.retain_grad()
    y.detach().apply_(lambda v: v + 1)
    y.sum().backward()


def post_accumulate_ok():
    w = torch.ones(2, requires_grad=True)

    def clip(p):
        p.grad.clamp_(-1, 1)

    w.register_post_accumulate_grad_hook(clip)
    (w * 2).sum().backward()
