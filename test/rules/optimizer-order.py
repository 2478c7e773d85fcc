"""Gradients are cleared between backward and step."""
import torch
import torch.nn as nn


def cleared_before_step_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        loss = net(torch.randn(4, 3)).pow(2).mean()
        loss.backward()
        opt.zero_grad()  # expect: optimizer-order clears the gradients of
        opt.step()


def cleared_before_step_fixed():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        loss = net(torch.randn(4, 3)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def cleared_per_micro_batch_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for i in range(4):
        opt.zero_grad()  # expect: optimizer-order throws away the gradients of
        loss = net(torch.randn(4, 3)).pow(2).mean() / 4
        loss.backward()
        if (i + 1) % 4 == 0:
            opt.step()


def cleared_ok():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(3):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
