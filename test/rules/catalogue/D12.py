"""D12: nn.Parameter around a value computed from another parameter."""
import torch
import torch.nn as nn


class Joined(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(2))
        self.b = nn.Parameter(torch.randn(2))
        self.w = nn.Parameter(torch.cat([self.a, self.b]))  # expect: detached-parameter

    def forward(self, x):
        return x @ self.w


def joined_bad():
    net = Joined()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


class JoinedRight(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(2))
        self.b = nn.Parameter(torch.randn(2))

    def forward(self, x):
        return x @ torch.cat([self.a, self.b])


def joined_ok():
    net = JoinedRight()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


class Positive(nn.Module):
    """Only defined, never built by the script."""

    def __init__(self, n=3):
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(n))
        self.scale = torch.nn.Parameter(self.log_scale.exp())  # expect: detached-parameter

    def forward(self, x):
        return x * self.scale


class LowRank(nn.Module):
    def __init__(self, d=4, r=2):
        super().__init__()
        self.down = nn.Linear(d, r, bias=False)
        self.up = nn.Linear(r, d, bias=False)
        self.register_parameter("delta", nn.Parameter(self.up.weight @ self.down.weight))  # expect: detached-parameter

    def forward(self, x):
        return x + x @ self.delta.t()


def low_rank_bad():
    net = LowRank()
    opt = torch.optim.Adam(net.parameters())
    opt.zero_grad()
    net(torch.randn(3, 4)).sum().backward()
    opt.step()


def script_bad():
    raw = nn.Parameter(torch.rand(3))
    sigma = nn.Parameter(torch.nn.functional.softplus(raw))  # expect: detached-parameter
    opt = torch.optim.Adam([raw, sigma])
    for _ in range(2):
        opt.zero_grad()
        (sigma * torch.randn(3)).pow(2).sum().backward()
        opt.step()


class Constants(nn.Module):
    def __init__(self, pretrained):
        super().__init__()
        self.w = nn.Parameter(torch.randn(6).view(2, 3))
        self.v = nn.Parameter(torch.cat([torch.zeros(1), torch.ones(2)]))
        self.u = nn.Parameter(pretrained.weight.T.detach())
        self.copy = nn.Parameter(pretrained.weight.detach().clone())

    def forward(self, x):
        return (x @ self.w + self.v) @ self.u @ self.copy


def constants_ok():
    net = Constants(nn.Linear(3, 3))
    opt = torch.optim.Adam(net.parameters())
    opt.zero_grad()
    net(torch.randn(4, 2)).sum().backward()
    opt.step()
