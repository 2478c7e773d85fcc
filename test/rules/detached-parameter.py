"""A Parameter is made from a computed tensor, so its sources get no gradient."""
import torch
import torch.nn as nn


class JoinedBad(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(2))
        self.b = nn.Parameter(torch.randn(2))
        self.w = nn.Parameter(torch.cat([self.a, self.b]))  # expect: detached-parameter makes a new leaf and drops the history

    def forward(self, x):
        return x @ self.w


class JoinedFixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.randn(2))
        self.b = nn.Parameter(torch.randn(2))

    @property
    def w(self):
        return torch.cat([self.a, self.b])

    def forward(self, x):
        return x @ self.w


def hyper_network_bad():
    hyper, lin = nn.Linear(2, 16), nn.Linear(4, 4)
    w = hyper(torch.randn(2)).view(4, 4)
    lin.weight = nn.Parameter(w)  # expect: detached-parameter makes a new leaf and drops the history
    lin(torch.randn(3, 4)).sum().backward()


def hyper_network_fixed():
    hyper, lin = nn.Linear(2, 16), nn.Linear(4, 4)
    w = hyper(torch.randn(2)).view(4, 4)
    torch.func.functional_call(lin, {"weight": w}, (torch.randn(3, 4),)).sum().backward()


class Copied(nn.Module):
    def __init__(self):
        super().__init__()
        source = nn.Linear(3, 3)
        self.w = nn.Parameter(source.weight.detach().clone())
        self.v = nn.Parameter(torch.cat([torch.zeros(1), torch.ones(2)]))

    def forward(self, x):
        return x @ self.w * self.v


def copied_parameter_ok():
    net = Copied()
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    net(torch.ones(2, 3)).sum().backward()
    opt.step()


class Fused(nn.Module):
    """The parts are only there to be joined: nobody trains them."""

    def __init__(self):
        super().__init__()
        q, v = nn.Parameter(torch.zeros(2)), nn.Parameter(torch.zeros(2))
        self.qkv = nn.Linear(3, 6, bias=False)
        self.qkv.bias = nn.Parameter(torch.cat((q, torch.zeros_like(v, requires_grad=False), v)))

    def forward(self, x):
        return self.qkv(x)


def fused_ok():
    net = Fused()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    net(torch.randn(4, 3)).sum().backward()
    optimizer.step()
