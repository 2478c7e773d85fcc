"""D46: a buffer that backward needs is updated between forward and backward."""
import torch
import torch.nn as nn


class Scaled(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 3)
        self.register_buffer("scale", torch.ones(3))

    def forward(self, x):
        y = self.lin(x) * self.scale
        self.scale.mul_(0.9)  # expect: inplace-saved
        return y


def scaled_bad():
    net = Scaled()
    net(torch.randn(2, 4)).sum().backward()  # raises: modified by an inplace operation


class ScaledRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 3)
        self.register_buffer("scale", torch.ones(3))

    def forward(self, x):
        y = self.lin(x) * self.scale.clone()
        self.scale.mul_(0.9)
        return y


def scaled_ok():
    ScaledRight()(torch.randn(2, 4)).sum().backward()


def eval_batch_norm_bad():
    net = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3))
    net.eval()
    y = net(torch.randn(5, 4))
    net[1].running_mean.add_(0.1)  # expect: inplace-saved
    net[1].running_var.mul_(0.9)
    y.sum().backward()  # raises: modified by an inplace operation


class Whitening(nn.Module):
    """A running covariance that projects and is updated in the same forward."""

    def __init__(self, d=3):
        super().__init__()
        self.fc = nn.Linear(4, d)
        self.register_buffer("cov", torch.eye(d))

    def forward(self, x):
        z = self.fc(x)
        out = z @ self.cov
        with torch.no_grad():
            self.cov.lerp_(z.t() @ z / len(z), 0.1)  # expect: inplace-saved
        return out


def whitening_bad():
    net = Whitening()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    opt.zero_grad()
    net(torch.randn(5, 4)).pow(2).mean().backward()  # raises: modified by an inplace operation
    opt.step()


def two_forwards_ok():
    net = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3))
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        a, b = net(torch.randn(5, 4)), net(torch.randn(5, 4))
        opt.zero_grad()
        (a - b).pow(2).mean().backward()
        opt.step()


class UpdatedFirst(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 3)
        self.register_buffer("mean", torch.zeros(3))

    def forward(self, x):
        z = self.lin(x)
        self.mean.mul_(0.9).add_(z.detach().mean(0), alpha=0.1)
        return z - self.mean


def updated_first_ok():
    net = UpdatedFirst()
    for _ in range(2):
        net(torch.randn(5, 4)).pow(2).mean().backward()
