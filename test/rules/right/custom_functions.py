import torch
from torch import nn
from torch.autograd import Function
from torch.autograd.function import once_differentiable

class Swish(Function):
    @staticmethod
    def forward(ctx, x, beta):
        s = torch.sigmoid(beta * x)
        ctx.save_for_backward(x, s)
        ctx.beta = beta
        return x * s
    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        x, s = ctx.saved_tensors
        return g * (s + ctx.beta * x * s * (1 - s)), None

class Reverse(Function):
    @staticmethod
    def forward(ctx, x, lam):
        ctx.lam = lam
        return x.view_as(x)
    @staticmethod
    def backward(ctx, g):
        return g.neg() * ctx.lam, None

class Dann(nn.Module):
    def __init__(self):
        super().__init__()
        self.feat, self.cls, self.dom = nn.Linear(4, 8), nn.Linear(8, 3), nn.Linear(8, 2)
    def forward(self, x, lam):
        h = Swish.apply(self.feat(x), 1.5)
        return self.cls(h), self.dom(Reverse.apply(h, lam))

net = Dann()
opt = torch.optim.SGD(net.parameters(), 0.01)
ce = nn.CrossEntropyLoss()
for i in range(3):
    lam = 2 / (1 + 2.718 ** (-10 * i / 3)) - 1
    xs, ys, xt = torch.randn(4, 4), torch.randint(0, 3, (4,)), torch.randn(4, 4)
    c, ds = net(xs, lam)
    _, dt = net(xt, lam)
    loss = ce(c, ys) + ce(ds, torch.zeros(4, dtype=torch.long)) + ce(dt, torch.ones(4, dtype=torch.long))
    opt.zero_grad(); loss.backward(); opt.step()
