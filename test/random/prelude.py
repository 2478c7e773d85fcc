import copy
import pickle
import numpy as np
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


class Both(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2, x.exp()

    @staticmethod
    def backward(ctx, first, second):
        x, = ctx.saved_tensors
        return 2 * first + x.exp() * second


class SaveOut(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y = x.sigmoid()
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, grad):
        y, = ctx.saved_tensors
        return grad * y * (1 - y)


class Setup(torch.autograd.Function):
    @staticmethod
    def forward(x, y):
        return x * y

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, grad):
        x, y = ctx.saved_tensors
        return grad * y, (grad * x).sum()


class TooFew(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        return x + y

    @staticmethod
    def backward(ctx, grad):
        return grad


class WrongShape(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        return torch.ones(7)


class NoBackward(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2


class Same(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x

    @staticmethod
    def backward(ctx, grad):
        return grad * 2


class Raises(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        raise ValueError("no way back")


class Once(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 2

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, grad):
        x, = ctx.saved_tensors
        return grad * 2 * x


class Needs(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y):
        ctx.save_for_backward(x, y)
        print("needs", ctx.needs_input_grad)
        return x * y

    @staticmethod
    def backward(ctx, grad):
        x, y = ctx.saved_tensors
        first = grad * y if ctx.needs_input_grad[0] else None
        second = (grad * x).sum() if ctx.needs_input_grad[1] else None
        return first, second


class Marked(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        y, mask = x * 2, x > 0
        ctx.mark_non_differentiable(mask)
        ctx.set_materialize_grads(False)
        return y, mask

    @staticmethod
    def backward(ctx, grad, unused):
        print("unused is", unused)
        return None if grad is None else grad * 2


class ViewOut(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.view(x.shape)

    @staticmethod
    def backward(ctx, grad):
        return grad


class Symmetric(nn.Module):
    def forward(self, w):
        return w * 0.5 + w.abs()


def mix(a, b):
    c = a * b
    c = c + a
    return c


def smash(t):
    t = t * 2
    t += 1
    return t.tanh()


def numbers(t):
    return " ".join(f"{v:.6g}" if isinstance(v, float) else f"{round(v.real, 4) + 0.0:.4g},{round(v.imag, 4) + 0.0:.4g}" if isinstance(v, complex) else str(v) for v in t.detach().flatten().tolist())


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


