"""Requires_grad is switched on for a loss whose graph was cut."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def method_bad():
    net = nn.Linear(3, 1)
    loss = F.mse_loss(net(torch.randn(5, 3)).detach(), torch.ones(5, 1))
    loss.requires_grad_(True)  # expect: grad-glued but no parameter gets a gradient
    loss.backward()


def method_fixed():
    net = nn.Linear(3, 1)
    loss = F.mse_loss(net(torch.randn(5, 3)), torch.ones(5, 1))
    loss.backward()


def attribute_bad():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        pred = net(torch.randn(5, 3)).data  # expect: optimizer-no-gradient but no backward gives them a gradient
        loss = F.mse_loss(pred, torch.ones(5, 1))
        loss.requires_grad = True  # expect: grad-glued but no parameter gets a gradient
        loss.backward()
        opt.step()


def attribute_fixed():
    net = nn.Linear(3, 1)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(2):
        opt.zero_grad()
        pred = net(torch.randn(5, 3))
        loss = F.mse_loss(pred, torch.ones(5, 1))
        loss.backward()
        opt.step()


def variable_bad():
    from torch.autograd import Variable
    net = nn.Linear(3, 1)
    loss = F.mse_loss(net(torch.randn(5, 3)), torch.ones(5, 1))
    loss = Variable(loss.data, requires_grad=True)  # expect: grad-glued but no parameter gets a gradient
    loss.backward()


def inputs_that_require_grad_ok():
    net = nn.Linear(3, 1)
    x = torch.randn(5, 3).requires_grad_()
    loss = net(x).mean()
    loss.backward()
    print(x.grad.norm())
