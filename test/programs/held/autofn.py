import torch
from torch.autograd import Function, gradcheck
class MyReLU(Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.clamp(min=0)
    @staticmethod
    def backward(ctx, grad_output):
        input, = ctx.saved_tensors
        grad_input = grad_output.clone()
        grad_input[input < 0] = 0
        return grad_input
class GradReverse(Function):
    @staticmethod
    def forward(ctx, x, lambd):
        ctx.lambd = lambd
        return x.view_as(x)
    @staticmethod
    def backward(ctx, g):
        return g.neg() * ctx.lambd, None
class Quantize(Function):
    @staticmethod
    def forward(ctx, x, levels=4):
        return torch.round(x * levels) / levels
    @staticmethod
    def backward(ctx, g):
        return g, None
class Bad(Function):
    @staticmethod
    def forward(ctx, x, k):
        ctx.save_for_backward(x)
        return x * k
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.linspace(-1, 1, 5, requires_grad=True)
y = MyReLU.apply(x)
print(y, y.grad_fn)
y.sum().backward()
print(x.grad)
x.grad = None
GradReverse.apply(x * 2, 0.5).sum().backward()
print(x.grad)
q = Quantize.apply(x)
print(q, type(q.grad_fn).__name__)
(q ** 2).sum().backward()
print(x.grad)
try:
    Bad.apply(x, 3.0).sum().backward()
except RuntimeError as e:
    print(e)
try:
    MyReLU()(x)
except Exception as e:
    print(type(e).__name__, e)
xd = torch.tensor([0.5, -0.3, 2.0], dtype=torch.double, requires_grad=True)
print(gradcheck(MyReLU.apply, (xd,)))
from torch.autograd import gradcheck as gc
try:
    gc(Quantize.apply, (xd,))
except Exception as e:
    print(type(e).__name__, e)
ste = x + (x.round() - x).detach()
print(ste, torch.autograd.grad(ste.sum(), x))
hook_vals = []
h = x.register_hook(lambda g: hook_vals.append(g.clone()) or g * 2)
x.grad = None
(x * 3).sum().backward()
print(x.grad, hook_vals)
h.remove()
z = x * 2
z.retain_grad()
z.pow(2).sum().backward()
print(z.grad, x.grad)
