"""Backward is called on a tensor without a graph."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def argmax_bad():
    net = nn.Linear(3, 4)
    p = net(torch.randn(5, 3)).argmax(1).float()  # expect: grad-no-graph finds nothing to go back through and raises
    F.mse_loss(p, torch.ones(5)).backward()  # raises: element 0 of tensors does not require grad and


def comparison_bad():
    net = nn.Linear(3, 1)
    pred = (torch.sigmoid(net(torch.randn(5, 3))) > 0.5).float()  # expect: grad-no-graph finds nothing to go back through and raises
    loss = ((pred - torch.ones(5, 1)) ** 2).mean()
    loss.backward()  # raises: element 0 of tensors does not require grad and


def no_grad_bad():
    net = nn.Linear(3, 1)
    with torch.no_grad():
        out = net(torch.randn(5, 3))  # expect: grad-no-graph finds nothing to go back through and raises
    out.mean().backward()  # raises: element 0 of tensors does not require grad and


def no_grad_fixed():
    net = nn.Linear(3, 1)
    out = net(torch.randn(5, 3))
    out.mean().backward()


def item_bad():
    net = nn.Linear(3, 1)
    loss = net(torch.randn(5, 3)).mean()
    total = 0.0
    total += loss.item()  # expect: grad-no-graph finds nothing to go back through and raises
    torch.tensor(total).backward()  # raises: element 0 of tensors does not require grad and


def sampled_bad():
    from torch.distributions import Normal
    mu = nn.Linear(3, 1)
    a = Normal(mu(torch.randn(4, 3)), 1.0).sample()  # expect: grad-no-graph finds nothing to go back through and raises
    (a ** 2).mean().backward()  # raises: element 0 of tensors does not require grad and


def sampled_fixed():
    from torch.distributions import Normal
    mu = nn.Linear(3, 1)
    a = Normal(mu(torch.randn(4, 3)), 1.0).rsample()
    (a ** 2).mean().backward()


def first_order_residual_bad():
    net = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
    x = torch.linspace(0, 1, 5).unsqueeze(1).requires_grad_()
    u = net(x)
    u_x = torch.autograd.grad(u, x, torch.ones_like(u))[0]  # expect: grad-no-graph gives a gradient without a graph of its
    loss = (u_x - 1).pow(2).mean()
    loss.backward()  # raises: element 0 of tensors does not require grad and


def first_order_residual_fixed():
    net = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
    x = torch.linspace(0, 1, 5).unsqueeze(1).requires_grad_()
    u = net(x)
    u_x = torch.autograd.grad(u, x, torch.ones_like(u), create_graph=True)[0]
    loss = (u_x - 1).pow(2).mean()
    loss.backward()


def forces_bad():
    model = nn.Linear(3, 1)
    pos = torch.randn(4, 3)
    with torch.no_grad():
        e = model(pos)  # expect: grad-no-graph finds nothing to go back through and raises
    f = torch.autograd.grad(e.sum(), pos)  # raises: element 0 of tensors does not require grad and


def metrics_ok():
    net = nn.Linear(3, 4)
    out = net(torch.randn(5, 3))
    hits = (out.argmax(1) == 0).float().mean().item()
    out.logsumexp(1).mean().backward()
    print(hits)
