import torch
from torch import nn

class SoftSign(torch.autograd.Function):
    @staticmethod
    def forward(ctx, inp, temperature):
        ctx.save_for_backward(inp)
        ctx.t = temperature
        return inp.sign()
    @staticmethod
    def backward(ctx, grad_output):
        inp, = ctx.saved_tensors
        slope = 1 - torch.tanh(inp / ctx.t) ** 2
        return grad_output * slope  # expect: function-contract

class Hasher(nn.Module):
    def __init__(self, d, bits, t=0.5):
        super().__init__()
        self.fc, self.t = nn.Linear(d, bits), t
    def forward(self, x):
        return SoftSign.apply(self.fc(x), self.t)

h = Hasher(4, 8)
codes = h(torch.randn(3, 4))
((codes @ codes.t() / 8 - torch.eye(3)) ** 2).mean().backward()  # raises: returned an incorrect number of gradients
