import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(0)
class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1 = nn.Parameter(torch.randn(4, 1) * 0.5)
        self.b1 = nn.Parameter(torch.zeros(4))
        self.w2 = nn.Parameter(torch.randn(1, 4) * 0.5)
        self.b2 = nn.Parameter(torch.zeros(1))
    def forward(self, x, params=None):
        if params is None:
            params = list(self.parameters())
        w1, b1, w2, b2 = params
        return F.linear(torch.tanh(F.linear(x, w1, b1)), w2, b2)
def inner(model, x, y, lr=0.1, steps=2, first_order=False):
    fast = list(model.parameters())
    for _ in range(steps):
        loss = F.mse_loss(model(x, fast), y)
        grads = torch.autograd.grad(loss, fast, create_graph=not first_order)
        fast = [p - lr * g for p, g in zip(fast, grads)]
    return fast
model = Regressor()
meta = torch.optim.Adam(model.parameters(), lr=1e-2)
tasks = [(1.0, 0.0), (0.5, 1.0)]
for it in range(3):
    meta.zero_grad()
    total = 0.
    for amp, ph in tasks:
        xs = torch.linspace(-2, 2, 6).unsqueeze(1)
        ys = amp * torch.sin(xs + ph)
        fast = inner(model, xs[::2], ys[::2])
        q = F.mse_loss(model(xs[1::2], fast), ys[1::2])
        q.backward()
        total += q.item()
    meta.step()
    print(f"{it}: {total / len(tasks):.5f}", [round(p.grad.norm().item(), 4) for p in model.parameters()])
print(fast[0].grad_fn, fast[0].is_leaf)
fo = inner(model, xs, ys, first_order=True)
print(fo[0].grad_fn)
try:
    l = F.mse_loss(model(xs), ys)
    g1 = torch.autograd.grad(l, list(model.parameters()))
    g2 = torch.autograd.grad(g1[0].sum(), model.w1)
except RuntimeError as e:
    print(e)
l = F.mse_loss(model(xs), ys)
g1, = torch.autograd.grad(l, [model.w2], create_graph=True)
hess = torch.stack([torch.autograd.grad(g, model.w2, retain_graph=True)[0].view(-1) for g in g1.view(-1)])
print(hess)
print(torch.autograd.functional.hessian(lambda w: F.mse_loss(model(xs, [model.w1, model.b1, w, model.b2]), ys), model.w2.detach()).shape)
