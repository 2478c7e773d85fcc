import torch


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.save_for_backward(x)
        ctx.scale = scale
        return scale * x ** 3

    @staticmethod
    def backward(ctx, grad):
        x, = ctx.saved_tensors
        return ctx.scale * 3 * x ** 2 * grad, None


x = torch.tensor([1.0, 2.0], requires_grad=True)
y = Cube.apply(x, 2.0)
print(y, y.grad_fn.name())
y.sum().backward()
print(x.grad)
try:
    y.sum().backward()
except RuntimeError as error:
    print(error)
print(Cube.apply(torch.ones(1), 1.0))
y = Cube.apply(x, 1.0)
with torch.no_grad():
    x.add_(1)
y.sum().backward()
