"""D19: a leaf is rebound to a computed value, as in manual SGD and attacks."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def manual_sgd_bad():
    w = torch.randn(3, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    x, y = torch.randn(8, 3), torch.randn(8)
    for epoch in range(3):
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        w = w - 0.1 * w.grad  # expect: grad-rebound
        b = b - 0.1 * b.grad
        w.grad.zero_()  # raises: 'NoneType' object has no attribute
        b.grad.zero_()


def manual_sgd_ok():
    w = torch.randn(3, requires_grad=True)
    x, y = torch.randn(8, 3), torch.randn(8)
    for epoch in range(3):
        loss = ((x @ w - y) ** 2).mean()
        loss.backward()
        w = (w - 0.1 * w.grad).detach().requires_grad_()


def second_iteration_bad():
    w = torch.randn(3, requires_grad=True)
    for _ in range(2):
        (w ** 2).sum().backward()
        w = w - 0.1 * w.grad  # expect: grad-rebound  # raises: unsupported operand type\(s\) for \*:


class PGD:
    def __init__(self, model, eps=0.1, steps=3):
        self.model, self.eps, self.steps = model, eps, steps

    def __call__(self, x, y):
        adv = x.clone().detach()
        adv.requires_grad = True
        for _ in range(self.steps):
            loss = F.cross_entropy(self.model(adv), y)
            loss.backward()
            adv = adv + self.eps * adv.grad.sign()  # raises: 'NoneType' object has no attribute 'sign'
            adv = torch.clamp(adv, 0, 1)  # expect: grad-rebound
        return adv


def attack_bad():
    PGD(nn.Linear(4, 2))(torch.rand(3, 4), torch.tensor([0, 1, 1]))


class PGDRight:
    def __init__(self, model, eps=0.1, steps=3):
        self.model, self.eps, self.steps = model, eps, steps

    def __call__(self, x, y):
        adv = x.clone().detach()
        for _ in range(self.steps):
            adv.requires_grad_()
            loss = F.cross_entropy(self.model(adv), y)
            grad, = torch.autograd.grad(loss, adv)
            adv = (adv + self.eps * grad.sign()).clamp(0, 1).detach()
        return adv


def attack_ok():
    PGDRight(nn.Linear(4, 2))(torch.rand(3, 4), torch.tensor([0, 1, 1]))


def maml_ok():
    w = torch.randn(3, requires_grad=True)
    opt = torch.optim.Adam([w])
    for _ in range(2):
        inner = (w * torch.randn(3)).pow(2).sum()
        g, = torch.autograd.grad(inner, w, create_graph=True)
        fast = w - 0.1 * g
        opt.zero_grad()
        (fast * torch.randn(3)).pow(2).sum().backward()
        opt.step()
