import torch
from torch import nn
class CenterLoss(nn.Module):
    def __init__(self, c, d):
        super().__init__()
        self.centers = nn.Parameter(torch.randn(c, d))
    def forward(self, x, y):
        return (x - self.centers[y]).pow(2).sum(1).clamp(1e-12, 1e12).mean()
net, head, center = nn.Linear(4, 2), nn.Linear(2, 3), CenterLoss(3, 2)
opt = torch.optim.SGD([*net.parameters(), *head.parameters()], .1)
opt_c = torch.optim.SGD(center.parameters(), .5)
for _ in range(2):
    x, y = torch.randn(6, 4), torch.randint(0, 3, (6,))
    f = net(x)
    loss = nn.functional.cross_entropy(head(f), y) + .1 * center(f, y)
    opt.zero_grad(); opt_c.zero_grad()
    loss.backward()
    opt.step()
    for p in center.parameters():
        p.grad.data *= 1 / .1
    opt_c.step()
