"""D37: a running statistic updated inside the graph."""
import torch
import torch.nn as nn


class Center(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)
        self.register_buffer("mu", torch.zeros(3))

    def forward(self, x):
        z = self.fc(x)
        self.mu = 0.9 * self.mu + 0.1 * z.mean(0)  # expect: graph-freed
        return ((z - self.mu) ** 2).mean()


def center_bad():
    net = Center()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(3):
        loss = net(torch.randn(5, 4))
        opt.zero_grad()
        loss.backward()  # raises: Trying to backward through the graph a
        opt.step()


class CenterRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)
        self.register_buffer("mu", torch.zeros(3))

    def forward(self, x):
        z = self.fc(x)
        self.mu = 0.9 * self.mu + 0.1 * z.detach().mean(0)
        return ((z - self.mu) ** 2).mean()


def center_ok():
    net = CenterRight()
    opt = torch.optim.Adam(net.parameters())
    for _ in range(3):
        loss = net(torch.randn(5, 4))
        opt.zero_grad()
        loss.backward()
        opt.step()


class MyBatchNorm(nn.Module):
    """The statistic is only read in eval mode: it leaks, iteration after iteration."""

    def __init__(self, n=3):
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.ones(n)), nn.Parameter(torch.zeros(n))
        self.running_mean = torch.zeros(n)

    def forward(self, x):
        if self.training:
            mean = x.mean(0)
            self.running_mean = 0.9 * self.running_mean + 0.1 * mean  # expect: graph-leak
        else:
            mean = self.running_mean
        return (x - mean) * self.gamma + self.beta


def batch_norm_bad():
    fc, bn = nn.Linear(4, 3), MyBatchNorm()
    opt = torch.optim.SGD([*fc.parameters(), *bn.parameters()], lr=0.1)
    for _ in range(5):
        opt.zero_grad()
        bn(fc(torch.randn(6, 4))).pow(2).mean().backward()
        opt.step()


class MyBatchNormRight(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(n))
        self.register_buffer("running_mean", torch.zeros(n))

    def forward(self, x):
        mean = x.mean(0)
        with torch.no_grad():
            self.running_mean.mul_(0.9).add_(mean, alpha=0.1)
        return (x - mean) * self.gamma


def batch_norm_ok():
    fc, bn = nn.Linear(4, 3), MyBatchNormRight()
    opt = torch.optim.SGD([*fc.parameters(), *bn.parameters()], lr=0.1)
    for _ in range(5):
        opt.zero_grad()
        bn(fc(torch.randn(6, 4))).pow(2).mean().backward()
        opt.step()
