import torch
class Sq(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b
    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        return g * b  # expect: function-contract
Sq.apply(torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)).sum().backward()  # raises: function SqBackward returned an incorrect
