import torch
from torch import nn

class VQ2(nn.Module):
    def __init__(self, d):
        super().__init__()
        block = nn.Sequential(nn.Linear(d, d), nn.ReLU())
        self.res = nn.ModuleList()
        for i in range(3):
            self.res.append(nn.Sequential(nn.Linear(d, d), nn.ReLU()))
        self.out = nn.Linear(d, 1)
    def forward(self, x):
        for r in self.res:
            x = x + r(x)
        return self.out(x)

net = VQ2(4)
opt = torch.optim.SGD(net.parameters(), 0.1)
net(torch.randn(3, 4)).mean().backward()
opt.step()
