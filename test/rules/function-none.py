"""A custom backward returns None for an input that requires grad."""
import torch


class Silent(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return x * w

    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        return g * w, None  # expect: function-none leaves it without a gradient


def none_for_weight_bad():
    x = torch.randn(3, requires_grad=True)
    w = torch.randn(3, requires_grad=True)
    Silent.apply(x, w).sum().backward()


class Both(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return x * w

    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        return g * w, g * x if ctx.needs_input_grad[1] else None


def both_gradients_ok():
    x = torch.randn(3, requires_grad=True)
    w = torch.randn(3, requires_grad=True)
    Both.apply(x, w).sum().backward()
    Both.apply(x, torch.randn(3)).sum().backward()
