"""D51: mistakes in a custom autograd.Function."""
import torch
import torch.nn as nn


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, k):
        ctx.k = k
        return x * k

    @staticmethod
    def backward(ctx, g):
        return g * ctx.k  # expect: function-contract


def too_few_bad():
    x = torch.randn(3, requires_grad=True)
    Scale.apply(x, 2.0).sum().backward()  # raises: function ScaleBackward returned an


class ScaleRight(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, k):
        ctx.k = k
        return x * k

    @staticmethod
    def backward(ctx, g):
        return g * ctx.k, None


def too_few_ok():
    x = torch.randn(3, requires_grad=True)
    ScaleRight.apply(x, 2.0).sum().backward()


class SavesNumber(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x, 2.0)  # expect: function-contract
        return x ** 2

    @staticmethod
    def backward(ctx, g):
        x, k = ctx.saved_tensors
        return g * k * x


def saves_number_bad():
    SavesNumber.apply(torch.randn(3, requires_grad=True)).sum().backward()  # raises: save_for_backward can only save


class Summed(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, b):
        return x + b

    @staticmethod
    def backward(ctx, g):
        return g, g


def summed_ok():
    x, b = torch.randn(2, 3, requires_grad=True), torch.zeros(3, requires_grad=True)
    Summed.apply(x, b).sum().backward()


class ForgetsWeight(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return x * w

    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        return g * w, None  # expect: function-none


class UsesForgetful(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(3))

    def forward(self, x):
        return ForgetsWeight.apply(x, self.w)


def forgets_weight_bad():
    fc, net = nn.Linear(3, 3), UsesForgetful()
    opt = torch.optim.SGD([*fc.parameters(), *net.parameters()], lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(fc(torch.randn(2, 3))).pow(2).mean().backward()
        opt.step()


class NestedGrad(torch.autograd.Function):
    """autograd.grad inside backward needs enable_grad."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3

    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        x = x.detach().requires_grad_()
        y = x ** 3  # expect: grad-no-graph
        gx, = torch.autograd.grad(y.sum(), x)  # raises: element 0 of tensors does not require
        return g * gx


def nested_grad_bad():
    NestedGrad.apply(torch.randn(3, requires_grad=True)).sum().backward()


class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, lam):
        ctx.lam = lam
        return x.view_as(x)

    @staticmethod
    def backward(ctx, g):
        return -ctx.lam * g, None, None


class SignSTE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return torch.sign(x)

    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return g * (x.abs() <= 1)


def functions_ok():
    fc = nn.Linear(3, 3)
    opt = torch.optim.SGD(fc.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        SignSTE.apply(Reverse.apply(fc(torch.randn(2, 3)), 0.5)).sum().backward()
        opt.step()
