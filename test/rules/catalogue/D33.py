"""D33: an inner loop through .data, deepcopy or an optimizer's step cuts the meta-gradient."""
import copy
import torch
import torch.nn as nn


def deepcopy_bad():
    net = nn.Linear(3, 1)
    meta = torch.optim.Adam(net.parameters())
    for _ in range(2):
        fast = copy.deepcopy(net)  # expect: optimizer-idle
        inner = fast(torch.randn(4, 3)).pow(2).mean()
        grads = torch.autograd.grad(inner, list(fast.parameters()), create_graph=True)
        for p, g in zip(fast.parameters(), grads):
            p.data -= 0.1 * g
        outer = fast(torch.randn(4, 3)).pow(2).mean()
        meta.zero_grad()
        outer.backward()
        meta.step()


def functional_ok():
    net = nn.Linear(3, 1)
    meta = torch.optim.Adam(net.parameters())
    for _ in range(2):
        params = dict(net.named_parameters())
        inner = torch.func.functional_call(net, params, (torch.randn(4, 3),)).pow(2).mean()
        grads = torch.autograd.grad(inner, list(params.values()), create_graph=True)
        fast = {k: p - 0.1 * g for (k, p), g in zip(params.items(), grads)}
        outer = torch.func.functional_call(net, fast, (torch.randn(4, 3),)).pow(2).mean()
        meta.zero_grad()
        outer.backward()
        meta.step()


def learned_rate_bad():
    net = nn.Linear(3, 1)
    lr = torch.tensor(0.1, requires_grad=True)
    meta = torch.optim.SGD([lr], lr=0.01)
    for _ in range(2):
        fast = copy.deepcopy(net)
        inner = fast(torch.randn(4, 3)).pow(2).mean()
        inner.backward()
        for p in fast.parameters():
            p.data = p.data - lr * p.grad  # expect: detached-data
        meta.zero_grad()
        fast(torch.randn(4, 3)).pow(2).mean().backward()
        meta.step()


class Maml(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(3, 1)

    def forward(self, xs, xq):
        fast = copy.deepcopy(self.net)  # expect: optimizer-idle
        opt = torch.optim.SGD(fast.parameters(), lr=0.1)
        for _ in range(2):
            opt.zero_grad()
            fast(xs).pow(2).mean().backward()
            opt.step()
        return fast(xq).pow(2).mean()


def maml_bad():
    maml = Maml()
    meta = torch.optim.Adam(maml.parameters())
    for _ in range(2):
        loss = maml(torch.randn(4, 3), torch.randn(4, 3))
        meta.zero_grad()
        loss.backward()
        meta.step()


def reptile_ok():
    net = nn.Linear(3, 1)
    for _ in range(2):
        fast = copy.deepcopy(net)
        opt = torch.optim.SGD(fast.parameters(), lr=0.1)
        for _ in range(2):
            opt.zero_grad()
            fast(torch.randn(4, 3)).pow(2).mean().backward()
            opt.step()
        with torch.no_grad():
            for p, q in zip(net.parameters(), fast.parameters()):
                p.add_(q - p, alpha=0.5)
