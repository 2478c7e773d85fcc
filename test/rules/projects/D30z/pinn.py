"""Physics-informed network for the heat equation u_t = k u_xx."""
import torch
from torch import nn


def derivative(u, wrt):
    return torch.autograd.grad(u.sum(), wrt, create_graph=True)[0]


class HeatNet(nn.Module):
    def __init__(self, width=12, k=0.1):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, width), nn.Tanh(), nn.Linear(width, 1))
        self.k = k

    def forward(self, t, x):
        return self.net(torch.stack([t, x], dim=-1)).squeeze(-1)

    def residual(self, t, x):
        t, x = t.requires_grad_(), x.requires_grad_()
        u = self(t, x)
        u_t = derivative(u, t)
        u_x = derivative(u, x)
        u_xx = torch.autograd.grad(u_x.sum(), x)[0]  # expect: grad-create-graph
        return u_t - self.k * u_xx
