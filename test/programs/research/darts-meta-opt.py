"""DARTS bilevel search, learning to learn with an LSTM optimizer, evolution strategies, CMA-like updates, trees of configs."""
import argparse
import json
import random
import sys
from functools import reduce
from itertools import chain, count, cycle
from operator import mul
from pathlib import PurePosixPath
from types import MappingProxyType

import torch
import torch.nn as nn
import torch.nn.functional as F

OPS = MappingProxyType({
    "none": lambda d: Zero(),
    "skip": lambda d: nn.Identity(),
    "linear": lambda d: nn.Sequential(nn.Linear(d, d), nn.ReLU()),
    "glu": lambda d: nn.Sequential(nn.Linear(d, 2 * d), nn.GLU()),
})


class Zero(nn.Module):
    def forward(self, x):
        return x.mul(0.0)


class Mixed(nn.Module):
    def __init__(self, d):
        super().__init__()
        self._ops = nn.ModuleList(make(d) for make in OPS.values())

    def forward(self, x, weights):
        return sum(w * op(x) for w, op in zip(weights, self._ops))


class Cell(nn.Module):
    def __init__(self, d, nodes=2):
        super().__init__()
        self.nodes = nodes
        self.edges = nn.ModuleDict({f"{i}->{j}": Mixed(d) for j in range(1, nodes + 1) for i in range(j)}) if False else nn.ModuleDict(
            {f"e{i}{j}": Mixed(d) for j in range(1, nodes + 1) for i in range(j)})
        self.alphas = nn.Parameter(1e-3 * torch.randn(len(self.edges), len(OPS)))

    def forward(self, x):
        states, weights = [x], iter(F.softmax(self.alphas, dim=-1))
        for j in range(1, self.nodes + 1):
            states.append(sum(self.edges[f"e{i}{j}"](states[i], next(weights)) for i in range(j)))
        return torch.stack(states[1:]).mean(0)

    def genotype(self):
        names = list(OPS)
        best = self.alphas.detach()[:, 1:].argmax(-1) + 1
        return {edge: names[k] for edge, k in zip(self.edges, best.tolist())}


class Network(nn.Module):
    def __init__(self, d=6):
        super().__init__()
        self.stem, self.cell, self.head = nn.Linear(3, d), Cell(d), nn.Linear(d, 2)

    def forward(self, x):
        return self.head(self.cell(torch.tanh(self.stem(x))))

    def arch_parameters(self):
        return [self.cell.alphas]

    def weight_parameters(self):
        skip = set(map(id, self.arch_parameters()))
        return [p for p in self.parameters() if id(p) not in skip]


parser = argparse.ArgumentParser("search", add_help=False)
group = parser.add_argument_group("optimisation")
group.add_argument("--lr", type=float, default=0.1)
group.add_argument("--arch-lr", dest="arch_lr", type=float, default=0.05)
group.add_argument("--unrolled", action="store_true")
parser.add_argument("--layers", nargs="+", type=int, default=[1])
parser.add_argument("-v", "--verbose", action="count", default=0)
mode = parser.add_mutually_exclusive_group()
mode.add_argument("--cpu", action="store_const", const="cpu", dest="device", default="cpu")
args, rest = parser.parse_known_args(["--unrolled", "-vv", "--layers", "2", "3", "--other", "x"])
print(args.unrolled, args.verbose, args.layers, rest, sorted(vars(args)))

torch.manual_seed(2)
x, xv = torch.randn(20, 3), torch.randn(20, 3)
y, yv = ((t[:, 0] * t[:, 1]) > 0 for t in (x, xv))
net = Network()
w_opt = torch.optim.SGD(net.weight_parameters(), lr=args.lr, momentum=0.9)
a_opt = torch.optim.Adam(net.arch_parameters(), lr=args.arch_lr, betas=(0.5, 0.999))
for step in range(4):
    weights = net.weight_parameters()
    loss = F.cross_entropy(net(x), y.long())
    grads = torch.autograd.grad(loss, weights)
    saved = [w.detach().clone() for w in weights]
    with torch.no_grad():
        for w, g in zip(weights, grads):
            w -= 0.1 * g
    val = F.cross_entropy(net(xv), yv.long())
    dalpha, *vector = torch.autograd.grad(val, net.arch_parameters() + weights)
    R = 0.01 / torch.cat([v.reshape(-1) for v in vector]).norm()
    with torch.no_grad():
        for w, s in zip(weights, saved):
            w.copy_(s)
    hessian = []
    for sign in (1, -2, 1):
        with torch.no_grad():
            for w, v in zip(weights, vector):
                w.add_(v, alpha=(sign * R).item())
        if sign != 1 or not hessian:
            hessian.append(torch.autograd.grad(F.cross_entropy(net(x), y.long()), net.arch_parameters())[0])
    net.cell.alphas.grad = dalpha - 0.1 * (hessian[0] - hessian[1]) / (2 * R)
    a_opt.step()
    w_opt.zero_grad()
    loss = F.cross_entropy(net(x), y.long())
    loss.backward()
    w_opt.step()
    print(f"darts {step} train {loss.item():.4f} val {val.item():.4f}")
print(json.dumps(net.cell.genotype(), indent=1))
try:
    OPS["conv"] = None
except TypeError as e:
    print(e)


class LearnedOptimizer(nn.Module):
    def __init__(self, hidden=6):
        super().__init__()
        self.lstm = nn.LSTMCell(2, hidden)
        self.out = nn.Linear(hidden, 1)

    def preprocess(self, g, p=10.0):
        big = (g.abs() >= torch.exp(torch.tensor(-p))).float()
        log = torch.clamp(torch.log(g.abs() + 1e-8) / p, min=-1.0)
        return torch.cat([big * log - (1 - big), big * g.sign() + (1 - big) * g], dim=1)

    def forward(self, g, state):
        h, c = self.lstm(self.preprocess(g), state)
        return self.out(h) * 0.1, (h, c)


def quadratic(seed):
    g = torch.Generator().manual_seed(seed)
    W, b = torch.randn(3, 3, generator=g), torch.randn(3, generator=g)
    return lambda theta: ((W @ theta - b) ** 2).sum()


learned = LearnedOptimizer()
meta = torch.optim.Adam(learned.parameters(), lr=1e-2)
for outer in range(3):
    f = quadratic(outer)
    theta, state, losses = torch.zeros(3, requires_grad=True), None, []
    for t in range(5):
        loss = f(theta)
        losses.append(loss)
        g, = torch.autograd.grad(loss, theta, retain_graph=True)
        update, state = learned(g.detach().unsqueeze(1), state)
        theta = theta + update.squeeze(1)
    total = sum(losses)
    meta.zero_grad()
    total.backward()
    meta.step()
    print(f"meta {outer} {total.item():.4f} -> {f(theta).item():.4f} chain {theta.grad_fn.name()}")

rng = random.Random(5)
theta, sigma, lr = torch.tensor([1.5, -2.0]), 0.3, 0.2
rosen = lambda v: (1 - v[..., 0]) ** 2 + 5 * (v[..., 1] - v[..., 0] ** 2) ** 2
g = torch.Generator().manual_seed(rng.randint(0, 2 ** 31))
for generation in range(4):
    half = torch.randn(6, 2, generator=g)
    noise = torch.cat([half, -half])
    fitness = -rosen(theta + sigma * noise)
    ranks = fitness.argsort().argsort().float() / (len(fitness) - 1) - 0.5
    theta = theta + lr / (len(noise) * sigma) * (ranks @ noise) * 4
    print(f"es {generation} best {fitness.max().item():.3f} theta {theta.tolist()[0]:.3f} {theta[1]:.3f}")
print(PurePosixPath("runs") / "es" / "best.json", PurePosixPath("a/b.tar.gz").stem, reduce(mul, range(1, 6)), next(c for c in count(10, 5) if c % 4 == 0))
lights = cycle("rgb")
print("".join(next(lights) for _ in range(5)), list(chain("ab", [1])), sys.maxsize > 2 ** 32)
