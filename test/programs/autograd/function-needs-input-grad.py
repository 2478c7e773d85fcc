import torch


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w):
        ctx.save_for_backward(x, w)
        return x * w

    @staticmethod
    def backward(ctx, g):
        x, w = ctx.saved_tensors
        print("needs", ctx.needs_input_grad)
        gx = g * w if ctx.needs_input_grad[0] else None
        gw = (g * x).sum() if ctx.needs_input_grad[1] else None
        return gx, gw


x = torch.tensor([1.0, 2.0])
w = torch.tensor(3.0, requires_grad=True)
Scale.apply(x, w).sum().backward()
print(w.grad)
x.requires_grad_()
Scale.apply(x, w).sum().backward()
print(x.grad, w.grad)
Scale.apply(x, w.detach()).sum().backward()
print(x.grad)
