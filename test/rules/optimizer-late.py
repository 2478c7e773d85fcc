"""A layer is replaced or added after the optimizer was built."""
import torch
import torch.nn as nn


def head_replaced_bad():
    net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    net[1] = nn.Linear(4, 1)  # expect: optimizer-late get gradients but no optimizer holds them
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()


def head_replaced_fixed():
    net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    net[1] = nn.Linear(4, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()


def head_first_ok():
    net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    net[1] = nn.Linear(4, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        net(torch.randn(4, 3)).pow(2).mean().backward()
        opt.step()
