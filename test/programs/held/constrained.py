import torch
import torch.nn as nn
import torch.nn.functional as F

class Constrained(nn.Module):
    def __init__(self, lo=0.1, hi=2.0):
        super().__init__()
        self.raw = nn.Parameter(torch.zeros(3))
        self.register_buffer("lo", torch.tensor(lo))
        self.register_buffer("hi", torch.tensor(hi))

    @property
    def value(self):
        return self.lo + (self.hi - self.lo) * torch.sigmoid(self.raw)

    def forward(self, x):
        return (x * self.value).sum(-1)

    def extra_repr(self):
        return f"lo={self.lo.item():.2f}, hi={self.hi.item():.2f}"

m = Constrained()
print(m)
print(m.value)
opt = torch.optim.SGD(m.parameters(), lr=0.5, momentum=0.9)
x = torch.tensor([[1., 2., 3.], [4., 5., 6.]])
t = torch.tensor([3.0, 8.0])
for step in range(5):
    opt.zero_grad(set_to_none=True)
    loss = F.mse_loss(m(x), t)
    loss.backward()
    gn = nn.utils.clip_grad_norm_(m.parameters(), 1.0)
    opt.step()
    print(step, round(loss.item(), 4), f"{gn:.3f}", m.value.detach().numpy().round(3))
print(m.state_dict())
class Static(nn.Module):
    def __init__(self):
        super().__init__()
        self.raw = nn.Parameter(torch.tensor(0.0))
        self.x = F.softplus(self.raw)
    def forward(self):
        return self.x
s = Static()
print(dict(s.named_parameters()))
print(s.x, s.x.is_leaf, s.x.grad_fn)
for i in range(2):
    try:
        loss = (s() - 0.9) ** 2
        loss.backward()
        print("ok", s.raw.grad)
    except RuntimeError as e:
        print(f"Error at {i}: {e}")
s.raw.grad = None
print(s.raw.grad is None, hasattr(s, "x"))
