"""Gradients are never cleared, so every step uses the sum of all before."""
import torch
import torch.nn as nn


def never_cleared_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        loss = net(torch.randn(4, 3)).pow(2).mean()
        loss.backward()  # expect: optimizer-accumulates adds to gradients that nobody clears
        opt.step()


def never_cleared_fixed():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        loss = net(torch.randn(4, 3)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def cleared_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()


def accumulated_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for i in range(4):
        net(torch.randn(4, 3)).pow(2).mean().backward()
        if i % 2 == 1:
            opt.step()
            opt.zero_grad()
