import torch
from torch.autograd import Function


class Identity(Function):
    @staticmethod
    def forward(ctx, x):
        return x

    @staticmethod
    def backward(ctx, g):
        return g * 7


class AddOne(Function):
    @staticmethod
    def forward(ctx, x):
        x.add_(1)
        ctx.mark_dirty(x)
        return x

    @staticmethod
    def backward(ctx, g):
        return g * 2


w = torch.ones(2, requires_grad=True)
h = w * 1
y = Identity.apply(h)
print(y is h, y._is_view(), y.grad_fn.name())
try:
    y.add_(1)
except RuntimeError as error:
    print(error)
y.sum().backward()
print(w.grad)
h = w * 1
z = AddOne.apply(h)
print(z is h, z, h._version)
z.sum().backward()
print(w.grad)
AddOne.apply(w)
