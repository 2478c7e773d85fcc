"""A penalty on a gradient has no effect because the gradient has no graph."""
import torch
import torch.nn as nn


def penalty_bad():
    D = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    opt = torch.optim.Adam(D.parameters())
    x = torch.randn(5, 3, requires_grad=True)
    g, = torch.autograd.grad(D(x).sum(), x)  # expect: grad-create-graph gives numbers without a graph
    loss = D(x).mean() + 10 * ((g.norm(dim=1) - 1) ** 2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()


def penalty_fixed():
    D = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    opt = torch.optim.Adam(D.parameters())
    x = torch.randn(5, 3, requires_grad=True)
    g, = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    loss = D(x).mean() + 10 * ((g.norm(dim=1) - 1) ** 2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()


def create_graph_ok():
    D = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
    x = torch.randn(5, 3, requires_grad=True)
    g, = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    loss = D(x).mean() + 10 * ((g.norm(dim=1) - 1) ** 2).mean()
    loss.backward()


def fgsm_ok():
    net = nn.Linear(3, 1)
    x = torch.randn(5, 3, requires_grad=True)
    g, = torch.autograd.grad(net(x).sum(), x)
    (net(x + 0.1 * g.sign()).pow(2)).mean().backward()
