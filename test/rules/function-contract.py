"""A custom autograd.Function breaks its contract."""
import torch


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, k):
        ctx.k = k
        return x * k

    @staticmethod
    def backward(ctx, g):
        return g * ctx.k  # expect: function-contract function ScaleBackward returned an incorrect number of gradients


def one_gradient_for_two_bad():
    x = torch.randn(3, requires_grad=True)
    Scale.apply(x, 2.0).sum().backward()  # raises: function ScaleBackward returned an incorrect number of gradients


class Multiply(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, k):
        ctx.k = k
        return x * k

    @staticmethod
    def backward(ctx, g):
        return g * ctx.k, None


def function_ok():
    x = torch.randn(3, requires_grad=True)
    Multiply.apply(x, 2.0).sum().backward()
