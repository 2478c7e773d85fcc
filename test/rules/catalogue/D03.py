"""D03: retain_graph=True as the plaster for a carried or hoisted graph, then an optimizer step."""
import torch
import torch.nn as nn


def carried_bad():
    cell = nn.RNNCell(4, 3)
    opt = torch.optim.SGD(cell.parameters(), lr=0.1)
    h = torch.zeros(2, 3)
    for k in range(4):
        h = cell(torch.randn(2, 4), h)  # expect: inplace-saved
        opt.zero_grad()
        h.pow(2).mean().backward(retain_graph=True)  # raises: modified by an inplace operation
        opt.step()


def carried_ok():
    cell = nn.RNNCell(4, 3)
    opt = torch.optim.SGD(cell.parameters(), lr=0.1)
    h = torch.zeros(2, 3)
    for k in range(4):
        h = cell(torch.randn(2, 4), h.detach())
        opt.zero_grad()
        h.pow(2).mean().backward()
        opt.step()


class Learner(nn.Module):
    def __init__(self):
        super().__init__()
        self.h0 = nn.Parameter(torch.zeros(1, 3))
        self.cell = nn.GRUCell(4, 3)
        self.h = None

    def reset(self):
        self.h = self.h0.expand(2, 3)

    def forward(self, x):
        self.h = self.cell(x, self.h)  # expect: inplace-saved
        return self.h


def learner_bad():
    net = Learner()
    opt = torch.optim.Adam(net.parameters(), lr=0.1)
    net.reset()
    for step in range(4):
        loss = net(torch.randn(2, 4)).pow(2).mean()
        opt.zero_grad()
        loss.backward(retain_graph=True)  # raises: modified by an inplace operation
        opt.step()


def hoisted_bad():
    enc, head = nn.Linear(3, 4), nn.Linear(4, 1)
    opt = torch.optim.SGD([*enc.parameters(), *head.parameters()], lr=0.1)
    feat = torch.tanh(enc(torch.randn(5, 3)))  # expect: graph-stale
    for _ in range(3):
        loss = head(feat).pow(2).mean()
        opt.zero_grad()
        loss.backward(retain_graph=True)
        opt.step()


def two_losses_ok():
    enc, a, b = nn.Linear(3, 4), nn.Linear(4, 1), nn.Linear(4, 1)
    opt = torch.optim.SGD([*enc.parameters(), *a.parameters(), *b.parameters()], lr=0.1)
    for _ in range(3):
        z = enc(torch.randn(5, 3))
        opt.zero_grad()
        a(z).mean().backward(retain_graph=True)
        b(z).mean().backward()
        opt.step()


def penalty_ok():
    D = nn.Linear(3, 1)
    opt = torch.optim.Adam(D.parameters())
    for _ in range(3):
        x = torch.randn(4, 3, requires_grad=True)
        y = torch.tanh(D(x))
        g, = torch.autograd.grad(y.sum(), x, create_graph=True, retain_graph=True)
        opt.zero_grad()
        (y.mean() + (g.norm(dim=1) - 1).pow(2).mean()).backward()
        opt.step()
