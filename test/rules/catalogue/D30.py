"""D30: create_graph=True is missing."""
import torch
import torch.nn as nn


def gradient_penalty(D, real, fake):
    eps = torch.rand(real.size(0), 1)
    x = (eps * real + (1 - eps) * fake).requires_grad_(True)
    g = torch.autograd.grad(D(x).sum(), x)[0]  # expect: grad-create-graph
    return ((g.norm(2, dim=1) - 1) ** 2).mean()


def wgan_gp_bad():
    G, D = nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
    opt = torch.optim.Adam(D.parameters())
    for _ in range(2):
        real, fake = torch.randn(4, 3), G(torch.randn(4, 2)).detach()
        loss = D(fake).mean() - D(real).mean() + 10 * gradient_penalty(D, real, fake)
        opt.zero_grad()
        loss.backward()
        opt.step()


def gradient_penalty_right(D, real, fake):
    eps = torch.rand(real.size(0), 1)
    x = (eps * real + (1 - eps) * fake).requires_grad_(True)
    g = torch.autograd.grad(D(x).sum(), x, create_graph=True)[0]
    return ((g.norm(2, dim=1) - 1) ** 2).mean()


def wgan_gp_ok():
    G, D = nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
    opt = torch.optim.Adam(D.parameters())
    for _ in range(2):
        real, fake = torch.randn(4, 3), G(torch.randn(4, 2)).detach()
        loss = D(fake).mean() - D(real).mean() + 10 * gradient_penalty_right(D, real, fake)
        opt.zero_grad()
        loss.backward()
        opt.step()


class PINN(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))

    def residual(self, t):
        u = self.net(t)
        u_t = torch.autograd.grad(u, t, torch.ones_like(u), retain_graph=True)[0]  # expect: grad-create-graph
        return u_t + u


def pinn_bad():
    net = PINN()
    opt = torch.optim.Adam(net.parameters())
    t = torch.linspace(0, 1, 6).view(-1, 1).requires_grad_()
    for _ in range(2):
        loss = net.residual(t).pow(2).mean() + net.net(torch.zeros(1, 1)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def forces_bad():
    energy = nn.Sequential(nn.Linear(3, 8), nn.SiLU(), nn.Linear(8, 1))
    pos = torch.randn(4, 3, requires_grad=True)
    e = energy(pos).sum()
    forces = -torch.autograd.grad(e, pos)[0]  # expect: grad-no-graph
    loss = (forces - torch.randn(4, 3)).pow(2).mean()
    loss.backward()  # raises: element 0 of tensors does not require


def first_order_ok():
    w = torch.randn(3, requires_grad=True)
    opt = torch.optim.SGD([w], lr=0.1)
    for _ in range(2):
        g, = torch.autograd.grad((w * torch.randn(3)).pow(2).sum(), w)
        fast = w - 0.1 * g
        opt.zero_grad()
        (fast * torch.randn(3)).pow(2).sum().backward()
        opt.step()


def saliency_ok():
    net = nn.Linear(4, 2)
    x = torch.randn(1, 4, requires_grad=True)
    g, = torch.autograd.grad(net(x)[0, 1], x)
    print(g.abs().max() > 0)
