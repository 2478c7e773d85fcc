"""D15: vector_to_parameters and parameters_to_vector do not link to the vector."""
import torch
import torch.nn as nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters


def not_linked_bad():
    net = nn.Linear(4, 1)
    v = torch.randn(5, requires_grad=True)
    opt = torch.optim.Adam([v])
    for _ in range(2):
        vector_to_parameters(v, net.parameters())  # expect: detached-data
        loss = net(torch.randn(3, 4)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def split_ok():
    v = torch.randn(5, requires_grad=True)
    net = nn.Linear(4, 1)
    opt = torch.optim.Adam([v])
    for _ in range(2):
        params = {"weight": v[:4].view(1, 4), "bias": v[4:]}
        loss = torch.func.functional_call(net, params, (torch.randn(3, 4),)).pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()


def generated_vector_bad():
    hyper, net = nn.Linear(2, 5), nn.Linear(4, 1)
    opt = torch.optim.SGD(hyper.parameters(), lr=0.1)
    for _ in range(2):
        vector_to_parameters(hyper(torch.randn(2)), net.parameters())  # expect: detached-data
        opt.zero_grad()
        net(torch.randn(3, 4)).pow(2).mean().backward()
        opt.step()


def optimised_vector_bad():
    net = nn.Linear(4, 1)
    flat = parameters_to_vector(net.parameters())
    opt = torch.optim.SGD([flat], lr=0.1)  # expect: optimizer-params  # raises: can't optimize a non-leaf Tensor
    net(torch.randn(3, 4)).sum().backward()
    opt.step()


def line_search_ok():
    net = nn.Linear(4, 1)
    x = torch.randn(3, 4)
    loss = net(x).pow(2).mean()
    grads = torch.autograd.grad(loss, list(net.parameters()))
    step = parameters_to_vector([g.contiguous() for g in grads])
    with torch.no_grad():
        old = parameters_to_vector(net.parameters())
        for k in range(3):
            vector_to_parameters(old - 0.5 ** k * step, net.parameters())
            if net(x).pow(2).mean() < loss:
                break
