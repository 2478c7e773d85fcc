"""Self-supervision: VICReg, Barlow Twins and a MoCo queue over one encoder, LARS, warmup scheduling and a kNN probe."""
from __future__ import annotations

import copy
import inspect
import math
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from functools import partial, partialmethod, total_ordering
from io import StringIO
from pprint import pformat

import torch
import torch.nn.functional as F
from torch import nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR


class LARS(Optimizer):
    def __init__(self, params, lr, weight_decay=0.0, momentum=0.9, eta=0.001, exclude=lambda p: p.ndim == 1):
        if lr <= 0:
            raise ValueError(f"Invalid learning rate: {lr}")
        super().__init__(params, dict(lr=lr, weight_decay=weight_decay, momentum=momentum, eta=eta, exclude=exclude))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for g in self.param_groups:
            for p in g["params"]:
                if (dp := p.grad) is None:
                    continue
                if not g["exclude"](p):
                    dp = dp.add(p, alpha=g["weight_decay"])
                    norms = p.norm(), dp.norm()
                    one = torch.ones_like(norms[0])
                    q = torch.where(norms[0] > 0.0, torch.where(norms[1] > 0, g["eta"] * norms[0] / norms[1], one), one)
                    dp = dp.mul(q)
                state = self.state[p]
                if "mu" not in state:
                    state["mu"] = torch.zeros_like(p)
                state["mu"].mul_(g["momentum"]).add_(dp)
                p.add_(state["mu"], alpha=-g["lr"])
        return loss


def off_diagonal(x):
    n, m = x.shape
    assert n == m
    return x.flatten()[:-1].view(n - 1, n + 1)[:, 1:].flatten()


class Loss(nn.Module):
    known: dict[str, type[Loss]] = {}
    weights: Mapping[str, float] = {}

    def __init_subclass__(cls, name: str | None = None, **weights):
        super().__init_subclass__()
        Loss.known[name or cls.__name__.lower()] = cls
        cls.weights = weights

    def terms(self, a, b) -> dict[str, torch.Tensor]:
        raise NotImplementedError(type(self).__name__)

    def forward(self, a, b):
        terms = self.terms(a, b)
        self.last = {k: round(v.item(), 2) for k, v in terms.items()}
        return sum(self.weights.get(k, 1.0) * v for k, v in terms.items())


class VICReg(Loss, invariance=25.0, variance=25.0):
    def terms(self, a, b):
        n, d = a.shape
        std = lambda z: torch.sqrt(z.var(dim=0) + 1e-4)
        cov = lambda z: off_diagonal((z - z.mean(0)).T @ (z - z.mean(0)) / (n - 1)).pow(2).sum() / d
        return dict(invariance=F.mse_loss(a, b), variance=(F.relu(1 - std(a)).mean() + F.relu(1 - std(b)).mean()) / 2, covariance=cov(a) + cov(b))


class Barlow(Loss, name="barlow-twins", off=5e-2):
    def __init__(self, dim=8):
        super().__init__()
        self.bn = nn.BatchNorm1d(dim, affine=False)

    def terms(self, a, b):
        c = self.bn(a).T @ self.bn(b) / len(a)
        return {"on": c.diagonal().add(-1).pow(2).sum(), "off": off_diagonal(c).pow(2).sum()}


class MoCo(nn.Module):
    def __init__(self, encoder, dim=8, size=16, m=0.9, T=0.2):
        super().__init__()
        self.q, self.k, self.m, self.T = encoder, copy.deepcopy(encoder).requires_grad_(False), m, T
        self.register_buffer("queue", F.normalize(torch.randn(dim, size), dim=0))
        self.register_buffer("ptr", torch.zeros(1, dtype=torch.long))

    @torch.no_grad()
    def _momentum(self):
        for a, b in zip(self.q.parameters(), self.k.parameters()):
            b.data = b.data * self.m + a.data * (1.0 - self.m)

    @torch.no_grad()
    def _enqueue(self, keys):
        at, n = int(self.ptr), len(keys)
        assert self.queue.shape[1] % n == 0
        self.queue[:, at : at + n] = keys.T
        self.ptr[0] = (at + n) % self.queue.shape[1]

    def forward(self, a, b):
        q = F.normalize(self.q(a), dim=1)
        with torch.no_grad():
            self._momentum()
            k = F.normalize(self.k(b), dim=1)
        positive = torch.einsum("nc,nc->n", q, k).unsqueeze(-1)
        negative = torch.einsum("nc,ck->nk", q, self.queue.clone().detach())
        logits = torch.cat([positive, negative], dim=1) / self.T
        self._enqueue(k)
        return F.cross_entropy(logits, torch.zeros(len(q), dtype=torch.long))


@total_ordering
class Score:
    def __init__(self, value, name):
        self.value, self.name = value, name

    def __eq__(self, other):
        return self.value == other.value

    def __lt__(self, other):
        return self.value < other.value

    def _show(self, style):
        return f"{self.name}:{self.value:{style}}"

    brief, exact = partialmethod(_show, ".1f"), partialmethod(_show, ".3f")


def augment(x, g):
    return x * (1 + 0.1 * torch.randn(len(x), 1, generator=g)) + 0.1 * torch.randn(x.shape, generator=g)


def encoder():
    return nn.Sequential(nn.Linear(6, 16), nn.BatchNorm1d(16), nn.ReLU(True), nn.Linear(16, 8))


@torch.no_grad()
def knn(features, labels, k=3):
    f = F.normalize(features, dim=1)
    sim = (f @ f.T).fill_diagonal_(-2)
    votes = labels[sim.topk(k, dim=1).indices]
    return (votes.mode(dim=1).values == labels).float().mean().item()


g = torch.Generator().manual_seed(12)
labels = torch.arange(24) % 3
x = F.one_hot(labels, 6).float() * 2 + 0.3 * torch.randn(24, 6, generator=g)
scores = []
print(pformat({k: dict(v.weights) for k, v in Loss.known.items()}), list(inspect.signature(LARS).parameters)[:3])
for name, cls in Loss.known.items():
    torch.manual_seed(13)
    net, criterion = encoder(), cls()
    optimizer = LARS(net.parameters(), lr=0.5, weight_decay=1e-4, eta=0.02)
    scheduler = SequentialLR(optimizer, [LinearLR(optimizer, 0.25, total_iters=2), CosineAnnealingLR(optimizer, 4)], milestones=[2])
    for step in range(6):
        loss = criterion(net(augment(x, g)), net(augment(x, g)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
    scores.append(Score(knn(net.eval()(x), labels), name))
    print(name, f"{loss.item():.1f}", list(criterion.last), f"{scheduler.get_last_lr()[0]:.3f}")
torch.manual_seed(14)
moco = MoCo(encoder())
optimizer = torch.optim.SGD(filter(lambda p: p.requires_grad, moco.parameters()), lr=0.1, momentum=0.9)
for step in range(6):
    rows = torch.arange(8) + 8 * (step % 3)
    loss = moco(augment(x[rows], g), augment(x[rows], g))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(f"{loss.item():.2f}", moco.ptr.item(), len(optimizer.param_groups[0]["params"]), all(p.grad is None for p in moco.k.parameters()))
scores.append(Score(knn(moco.q.eval()(x), labels), "moco"))
print(max(scores).value >= 0.5, sorted(scores)[0] <= max(scores), [len(s.brief()) < len(s.exact()) for s in scores])
out = StringIO()
with redirect_stdout(out):
    partial(print, "captured", end="!")(sep="")
print(out.getvalue(), math.isclose(max(scores).value, 1.0, abs_tol=0.5))
try:
    Loss()(x, x)
except NotImplementedError as e:
    print(type(e).__name__, e)
try:
    LARS(moco.parameters(), lr=-1)
except ValueError as e:
    print(e)
