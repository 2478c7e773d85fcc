import torch
import torch.nn as nn
class RunningNorm(nn.Module):
    def __init__(self, d, momentum=0.1):
        super().__init__()
        self.momentum = momentum
        self.register_buffer("mean", torch.zeros(d))
        self.register_buffer("var", torch.ones(d))
        self.gamma = nn.Parameter(torch.ones(d))
    def forward(self, x):
        if self.training:
            m, v = x.mean(0), x.var(0, unbiased=False)
            with torch.no_grad():
                self.mean.lerp_(m, self.momentum)
                self.var.mul_(1 - self.momentum).add_(self.momentum * v)
        else:
            m, v = self.mean, self.var
        return self.gamma * (x - m) / torch.sqrt(v + 1e-5)
class Leaky(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.fc = nn.Linear(d, d)
        self.state = torch.zeros(d)
        nn.init.eye_(self.fc.weight); nn.init.zeros_(self.fc.bias)
    def forward(self, x):
        self.state = 0.5 * self.state + self.fc(x).mean(0)
        return self.state
rn = RunningNorm(2)
x = torch.tensor([[1., 2.], [3., 6.]], requires_grad=True)
for _ in range(2):
    out = rn(x)
out.pow(3).sum().backward()
print(rn.mean, rn.var, x.grad, rn.gamma.grad)
rn.eval()
print(rn(x), rn.state_dict())
lk = Leaky(2)
opt = torch.optim.SGD(lk.parameters(), lr=0.1)
for t in range(3):
    try:
        loss = lk(x.detach()).sum()
        opt.zero_grad()
        loss.backward()
        opt.step()
        print(t, loss.item(), lk.state.grad_fn is not None)
    except RuntimeError as e:
        print(t, "RuntimeError", str(e)[:56])
        lk.state = lk.state.detach()
print(list(dict(lk.named_buffers())), "state" in lk.state_dict(), lk.state.requires_grad)
lk.register_buffer("state2", torch.zeros(2), persistent=False)
try:
    lk.state2 = "x"
except TypeError as e:
    print(e)
lk.state2 = torch.ones(2)
print([n for n, b in lk.named_buffers()], list(lk.state_dict()))
class Holder(nn.Module):
    def __init__(self):
        self.w = nn.Parameter(torch.ones(1))
try:
    Holder()
except AttributeError as e:
    print(e)
