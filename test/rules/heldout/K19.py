import torch
from torch import nn
class STERound(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, bits=4):
        return torch.round(x * bits) / bits
    @staticmethod
    def backward(ctx, g):
        return g, None
class GRL(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, lam):
        ctx.lam = lam
        return x.view_as(x)
    @staticmethod
    def backward(ctx, g):
        return -ctx.lam * g, None
f, c, d = nn.Linear(4, 4), nn.Linear(4, 2), nn.Linear(4, 1)
opt = torch.optim.SGD([*f.parameters(), *c.parameters(), *d.parameters()], .1)
for i in range(2):
    h = STERound.apply(f(torch.randn(6, 4)), 8)
    loss = nn.functional.cross_entropy(c(h), torch.randint(0, 2, (6,))) + nn.functional.binary_cross_entropy_with_logits(d(GRL.apply(h, 0.5 * i)), torch.ones(6, 1))
    opt.zero_grad(); loss.backward(); opt.step()
