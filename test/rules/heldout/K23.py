import torch
from torch import nn
class SAM:
    def __init__(self, net, rho=.05):
        self.net, self.rho, self.opt = net, rho, torch.optim.SGD(net.parameters(), .1)
    def step(self, x, y):
        f = lambda: nn.functional.cross_entropy(self.net(x), y)
        self.opt.zero_grad()
        f().backward()
        eps = []
        with torch.no_grad():
            n = torch.stack([p.grad.norm() for p in self.net.parameters()]).norm()
            for p in self.net.parameters():
                e = p.grad * self.rho / (n + 1e-12)
                p.add_(e); eps.append(e)
        self.opt.zero_grad()
        f().backward()
        with torch.no_grad():
            for p, e in zip(self.net.parameters(), eps):
                p.sub_(e)
        self.opt.step()
s = SAM(nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 2)))
for _ in range(2):
    s.step(torch.randn(4, 3), torch.randint(0, 2, (4,)))
