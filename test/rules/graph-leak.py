"""Losses are added up with their graphs."""
import torch
import torch.nn as nn


def running_sum_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    total = 0
    for _ in range(3):
        loss = net(torch.randn(4, 3)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        total += loss  # expect: graph-leak memory grows with every iteration
    print(total / 3)


def running_sum_fixed():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    total = 0
    for _ in range(3):
        loss = net(torch.randn(4, 3)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        total += loss.detach()
    print(total / 3)


def history_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    hist = []
    for _ in range(3):
        loss = net(torch.randn(4, 3)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        hist.append(loss)  # expect: graph-leak memory grows with every iteration


def history_fixed():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    hist = []
    for _ in range(3):
        loss = net(torch.randn(4, 3)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        hist.append(loss.detach())


def numbers_in_total_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    total, parts = 0.0, []
    for _ in range(3):
        a = net(torch.randn(4, 3)).pow(2).mean()
        b = net(torch.randn(4, 3)).abs().mean()
        loss = 0
        loss += a
        loss += b
        opt.zero_grad()
        loss.backward()
        opt.step()
        total += loss.item()
        parts.append(loss.detach())


class Pyramid(nn.Module):
    """Collects the outputs of its layers in a list of its own."""

    def __init__(self):
        super().__init__()
        self.stages = nn.ModuleList([nn.Linear(3, 3) for _ in range(3)])

    def forward(self, x):
        output = []
        for stage in self.stages:
            x = stage(x)
            output.append(x)
        return output


def pyramid_ok():
    net = Pyramid()
    for _ in range(3):
        for out in net(torch.randn(2, 3)):
            last = out.sum()
        last.backward()
