"""A smooth step with a backward of our own."""
import torch


class SmoothStep(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, sharpness, offset):
        y = torch.sigmoid(sharpness * (x - offset))
        ctx.save_for_backward(y, sharpness)
        return y

    @staticmethod
    def backward(ctx, grad):
        y, sharpness = ctx.saved_tensors
        inner = grad * y * (1 - y) * sharpness
        return inner, None, None  # expect: function-none
