import torch


class SplitSign(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        positive, index = x.clamp(min=0), (x > 0).long()
        ctx.mark_non_differentiable(index)
        ctx.save_for_backward(index)
        return positive, index, x.clamp(max=0)

    @staticmethod
    def backward(ctx, gp, gi, gn):
        index, = ctx.saved_tensors
        print("grads", gp, gi, gn)
        return gp * index + gn * (1 - index)


x = torch.tensor([-1.0, 2.0], requires_grad=True)
p, i, n = SplitSign.apply(x)
print(p, i, n)
p.sum().backward()
print(x.grad)
p, i, n = SplitSign.apply(x)
(p * 2 + n).sum().backward()
print(x.grad)
