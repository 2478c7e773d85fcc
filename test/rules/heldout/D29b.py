import torch
import torch.nn as nn
torch.manual_seed(0)

class SAMTrainer:
    def __init__(self, net, rho=0.5):
        self.net, self.rho = net, rho
    def loss(self, x, y):
        h = self.net[0](x).tanh()
        return ((h @ self.net[1].weight.t() - y) ** 2).mean()
    def step(self, x, y):
        l = self.loss(x, y)
        for p in self.net.parameters():
            p.data.add_(self.rho)  # expect: inplace-hidden
        l.backward()
        for p in self.net.parameters():
            p.data.sub_(self.rho)
        return [p.grad.clone() for p in self.net.parameters() if p.grad is not None]

net = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
tr = SAMTrainer(net)
x, y = torch.randn(5, 2), torch.randn(5, 1)
ref = torch.autograd.grad(tr.loss(x, y), net[0].weight)[0]
got = tr.step(x, y)[0]
