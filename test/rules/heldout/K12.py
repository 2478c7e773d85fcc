import torch
from torch import nn
def pgd(model, x, y, eps=.3, a=.1, n=3):
    delta = torch.zeros_like(x, requires_grad=True)
    for _ in range(n):
        loss = nn.functional.cross_entropy(model(x + delta), y)
        loss.backward()
        delta.data = (delta + a * delta.grad.detach().sign()).clamp(-eps, eps)
        delta.grad.zero_()
    return delta.detach()
m = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 3)); opt = torch.optim.SGD(m.parameters(), .1)
for _ in range(2):
    x, y = torch.rand(5, 4), torch.randint(0, 3, (5,))
    d = pgd(m, x, y)
    opt.zero_grad()
    nn.functional.cross_entropy(m(x + d), y).backward()
    opt.step()
