import copy
import torch
import torch.nn as nn
import torch.nn.functional as F


class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, grad):
        x, = ctx.saved_tensors
        return 2 * x * grad


class Pass(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.scale = scale
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return grad * ctx.scale, None


class Bump(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        x.add_(1)
        return x

    @staticmethod
    def backward(ctx, grad):
        return grad * 3


def mix(a, b):
    c = a * b
    c = c + a
    return c


def smash(t):
    t = t * 2
    t += 1
    return t.tanh()


def numbers(t):
    return " ".join(f"{v:.6g}" if isinstance(v, float) else str(v) for v in t.detach().flatten().tolist())


shown = {}


def see(**live):
    for name, t in live.items():
        if not isinstance(t, torch.Tensor):
            continue
        try:
            node = t.grad_fn
            grad = t.grad if t.is_leaf or t.retains_grad else None
            text = f"{tuple(t.shape)} {str(t.dtype)[6:]} rg={int(t.requires_grad)} leaf={int(t.is_leaf)} view={int(t._is_view())}"
            text += f" {node.name() if node is not None else '-'} v{t._version} [{numbers(t)}]"
            if grad is not None:
                text += f" grad rg={int(grad.requires_grad)} [{numbers(grad)}]"
        except RuntimeError as error:
            text = f"RuntimeError {error}"
        if shown.get(name) != text:
            shown[name] = text
            print(" ", name, text)


