import torch
from torch import nn

class ScaledSTE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale, bits):
        ctx.save_for_backward(x, scale)
        ctx.bits = bits
        return torch.round(x / scale) * scale
    @staticmethod
    def backward(ctx, g):
        x, scale = ctx.saved_tensors
        return g, (g * (x / scale)).sum(), None

class QLinear(nn.Linear):
    def __init__(self, *a):
        super().__init__(*a)
        self.step = nn.Parameter(torch.tensor(0.1))
    def forward(self, x):
        return nn.functional.linear(x, ScaledSTE.apply(self.weight, self.step, 8), self.bias)

QLinear(3, 2)(torch.randn(4, 3)).sum().backward()
