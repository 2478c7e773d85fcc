import torch


class Binarize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sign()

    @staticmethod
    def backward(ctx, grad_output):
        x, = ctx.saved_tensors
        grad = grad_output.clone()
        grad[x.abs() > 1] = 0
        return grad


torch.manual_seed(0)
w = torch.nn.Parameter(torch.tensor([0.5, -0.2, 1.5]))
opt = torch.optim.SGD([w], lr=0.1)
for step in range(3):
    out = (Binarize.apply(w) * torch.tensor([1.0, 2.0, 3.0])).sum()
    opt.zero_grad()
    out.backward()
    opt.step()
    print(step, out, w.grad, w.data)
plain = w.sign().sum()
plain.backward()
print(w.grad)
