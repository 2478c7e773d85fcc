"""Ends in a custom function that returns too few gradients, behind a functional wrapper; an earlier refusal is caught."""
import torch
from torch.autograd import Function
from torch.autograd.function import once_differentiable


class ScaledDot(Function):
    @staticmethod
    def forward(ctx, a, b, scale):
        ctx.save_for_backward(a, b)
        ctx.scale = scale
        return (a * b).sum(-1) * scale

    @staticmethod
    @once_differentiable
    def backward(ctx, grad):
        a, b = ctx.saved_tensors
        g = grad.unsqueeze(-1) * ctx.scale
        return g * b, g * a


def scaled_dot(a, b, scale=1.0):
    return ScaledDot.apply(a, b, scale)


class Similarity(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.key = torch.nn.Parameter(torch.ones(3))

    def forward(self, x):
        return scaled_dot(x, self.key, 0.5)


model = Similarity()
x = torch.arange(6.0).view(2, 3)
out = model(x)
print(out, out.grad_fn.name())
try:
    ScaledDot()(x, model.key, 1.0)
except Exception as e:
    print(type(e).__name__, str(e)[:60])
out.sum().backward()
print("unreachable", model.key.grad)
