import torch
from torch import nn
class Whitening(nn.Module):
    def __init__(self, d, m=.1):
        super().__init__()
        self.m = m
        self.w = nn.Parameter(torch.ones(d))
        self.register_buffer("mu", torch.zeros(d))
    def forward(self, x):
        if self.training:
            with torch.no_grad():
                self.mu.mul_(1 - self.m).add_(x.mean(0), alpha=self.m)
            return (x - x.mean(0)) * self.w
        return (x - self.mu) * self.w
net = nn.Sequential(nn.Linear(3, 4), Whitening(4), nn.Tanh(), nn.Linear(4, 1))
opt = torch.optim.Adam(net.parameters())
for _ in range(3):
    loss = net(torch.randn(5, 3)).pow(2).mean()
    opt.zero_grad(); loss.backward(); opt.step()
net.eval()
with torch.no_grad():
    print(net(torch.randn(2, 3)).numpy().shape)
