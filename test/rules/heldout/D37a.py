import torch
from torch import nn

class RunningNorm(nn.Module):
    def __init__(self, d, momentum=0.1):
        super().__init__()
        self.momentum = momentum
        self.gamma = nn.Parameter(torch.ones(d))
        self.register_buffer("mean", torch.zeros(d))
        self.register_buffer("var", torch.ones(d))
    def forward(self, x):
        if self.training:
            m, v = x.mean(0), x.var(0)
            self.mean = (1 - self.momentum) * self.mean + self.momentum * m  # expect: graph-freed
            self.var = (1 - self.momentum) * self.var + self.momentum * v
        return self.gamma * (x - self.mean) / (self.var + 1e-5).sqrt()

net = nn.Sequential(nn.Linear(3, 6), RunningNorm(6), nn.ReLU(), nn.Linear(6, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.01)
for step in range(3):
    loss = net(torch.randn(8, 3)).pow(2).mean()
    opt.zero_grad()
    loss.backward()  # raises: backward through the graph a second time
    opt.step()
