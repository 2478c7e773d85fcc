import torch


class Power(torch.autograd.Function):
    @staticmethod
    def forward(x, n):
        return x ** n

    @staticmethod
    def setup_context(ctx, inputs, output):
        x, n = inputs
        ctx.n = n
        ctx.save_for_backward(x, output)

    @staticmethod
    def backward(ctx, grad):
        x, output = ctx.saved_tensors
        return grad * ctx.n * output / x, None


x = torch.tensor([2.0, 4.0], requires_grad=True)
y = Power.apply(x, 3)
print(y)
g, = torch.autograd.grad(y.sum(), x, create_graph=True)
print(g)
h, = torch.autograd.grad(g.sum(), x)
print(h)
y = Power.apply(x, 2)
y.add_(1)
y.sum().backward()
