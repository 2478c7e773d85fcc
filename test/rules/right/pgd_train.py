import torch
from torch import nn
import torch.nn.functional as F

def pgd(model, x, y, eps=0.1, alpha=0.03, k=3):
    delta = torch.zeros_like(x).uniform_(-eps, eps).requires_grad_(True)
    for _ in range(k):
        loss = F.cross_entropy(model(x + delta), y)
        loss.backward()
        delta.data = (delta + alpha * delta.grad.detach().sign()).clamp(-eps, eps)
        delta.data = (x + delta).clamp(0, 1) - x
        delta.grad.zero_()
    return delta.detach()

net = nn.Sequential(nn.Flatten(), nn.Linear(12, 8), nn.ReLU(), nn.Linear(8, 3))
opt = torch.optim.SGD(net.parameters(), 0.05)
for _ in range(2):
    x, y = torch.rand(4, 3, 2, 2), torch.randint(0, 3, (4,))
    net.eval()
    d = pgd(net, x, y)
    net.train()
    loss = 0.5 * F.cross_entropy(net(x), y) + 0.5 * F.cross_entropy(net(x + d), y)
    opt.zero_grad(); loss.backward(); opt.step()
