"""Optimisation without the usual loop: natural gradients by conjugate gradients, KFAC for one layer, Adam with lookahead by hand, evolution strategies, bandits."""
import abc
import math
import random
import statistics
from collections import Counter, namedtuple
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, repeat, starmap
from operator import methodcaller, mul
from typing import Callable, Generic, Protocol, TypeVar

import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters
from torch.optim.optimizer import Optimizer, required

A = TypeVar("A")


class Bandit(Protocol):
    def pull(self, arm: int) -> float: ...


class Gaussian:
    def __init__(self, means, seed):
        self.means, self.rng = means, random.Random(seed)

    def pull(self, arm):
        return self.rng.gauss(self.means[arm], 1.0)


class Agent(abc.ABC, Generic[A]):
    def __init__(self, arms):
        self.counts, self.values = [0] * arms, [0.0] * arms

    @property
    @abc.abstractmethod
    def name(self) -> str: ...

    @abc.abstractmethod
    def choose(self, t: int) -> int: ...

    def update(self, arm, reward):
        self.counts[arm] += 1
        self.values[arm] += (reward - self.values[arm]) / self.counts[arm]

    def play(self, bandit: Bandit, steps: int) -> float:
        return statistics.fmean(self._step(bandit, t) for t in range(1, steps + 1))

    def _step(self, bandit, t):
        reward = bandit.pull(arm := self.choose(t))
        self.update(arm, reward)
        return reward


class UCB(Agent[int]):
    name = "ucb"

    def choose(self, t):
        if 0 in self.counts:
            return self.counts.index(0)
        scores = [v + math.sqrt(2 * math.log(t) / n) for v, n in zip(self.values, self.counts)]
        return max(range(len(scores)), key=scores.__getitem__)


class Epsilon(Agent[int]):
    def __init__(self, arms, epsilon, seed):
        super().__init__(arms)
        self.epsilon, self.rng = epsilon, random.Random(seed)

    @property
    def name(self):
        return f"epsilon {self.epsilon:.0%}"

    def choose(self, t):
        if self.rng.random() < self.epsilon:
            return self.rng.randrange(len(self.values))
        return self.values.index(max(self.values))


def fisher_product(model, x, v, damping=1e-2):
    logp = model(x).log_softmax(-1)
    p = logp.exp().detach()
    kl = (p * (p.log() - logp)).sum(-1).mean()
    grads = torch.autograd.grad(kl, model.parameters(), create_graph=True)
    flat = torch.cat([g.reshape(-1) for g in grads])
    hv = torch.autograd.grad(flat @ v, model.parameters())
    return torch.cat([g.reshape(-1) for g in hv]) + damping * v


def conjugate(product: Callable, b, steps=8):
    x, r = torch.zeros_like(b), b.clone()
    p, rr = r.clone(), r @ r
    for _ in range(steps):
        q = product(p)
        a = rr / (p @ q)
        x += a * p
        r -= a * q
        new = r @ r
        if new < 1e-10:
            break
        p, rr = r + new / rr * p, new
    return x


class Lookahead(Optimizer):
    def __init__(self, inner, k=2, alpha=0.5):
        self.inner, self.k, self.alpha, self.count = inner, k, alpha, 0
        super().__init__(inner.param_groups, {})
        self.slow = {p: p.detach().clone() for g in self.param_groups for p in g["params"]}

    def step(self, closure=None):
        loss = self.inner.step(closure)
        self.count += 1
        if self.count % self.k == 0:
            with torch.no_grad():
                for p, s in self.slow.items():
                    s.lerp_(p, self.alpha)
                    p.copy_(s)
        return loss


@contextmanager
def recording(layer):
    found = {}
    handles = [layer.register_forward_pre_hook(lambda m, i: found.__setitem__("a", i[0].detach())), layer.register_full_backward_hook(lambda m, gi, go: found.__setitem__("g", go[0].detach()))]
    yield found
    for h in handles:
        h.remove()


def kfac_direction(layer, found, damping=1e-1):
    a = torch.cat([found["a"], torch.ones(len(found["a"]), 1)], 1)
    g = found["g"] * len(found["g"])
    Aa, G = a.T @ a / len(a), g.T @ g / len(g)
    joined = torch.cat([layer.weight.grad, layer.bias.grad[:, None]], 1)
    inverse = lambda m: torch.cholesky_inverse(torch.linalg.cholesky(m + damping * torch.eye(len(m))))
    step = inverse(G) @ joined @ inverse(Aa)
    return step[:, :-1], step[:, -1]


def evolve(model, fitness, sigma=0.1, lr=0.1, pairs=6, generator=None):
    theta = parameters_to_vector(model.parameters()).detach()
    noise = torch.randn(pairs, len(theta), generator=generator)

    def score(direction):
        vector_to_parameters(theta + sigma * direction, model.parameters())
        with torch.no_grad():
            return fitness(model)

    scores = torch.tensor([*map(score, [*noise, *-noise])])
    ranks = torch.empty(len(scores))
    ranks[scores.argsort()] = torch.linspace(-0.5, 0.5, len(scores))
    weights = ranks[:pairs] - ranks[pairs:]
    vector_to_parameters(theta + lr / (pairs * sigma) * (weights @ noise), model.parameters())
    return scores.mean().item()


for agent in (UCB(3), Epsilon(3, 0.1, 1)):
    mean = agent.play(Gaussian([0.1, 0.5, 1.5], 2), 200)
    print(agent.name, f"{mean:.3f}", Counter(dict(enumerate(agent.counts))).most_common(1)[0][0])
try:
    Agent(2)
except TypeError as e:
    print(e)
torch.manual_seed(60)
x = torch.randn(30, 4)
y = (x[:, 0] * x[:, 1] > 0).long()
build = lambda: nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 2))
loss_of = lambda m: nn.functional.cross_entropy(m(x), y)
model = build()
history = []
for _ in range(4):
    loss = loss_of(model)
    grad = parameters_to_vector(torch.autograd.grad(loss, model.parameters()))
    direction = conjugate(lambda v: fisher_product(model, x, v), grad)
    with torch.no_grad():
        vector_to_parameters(parameters_to_vector(model.parameters()) - 0.5 * direction, model.parameters())
    history.append(loss.item())
print("natural", [f"{h:.1f}" for h in history], history[-1] < history[0])
model = build()
for _ in range(3):
    with recording(model[2]) as found:
        model.zero_grad()
        loss_of(model).backward()
    w, b = kfac_direction(model[2], found)
    with torch.no_grad():
        model[2].weight -= 0.3 * w
        model[2].bias.sub_(b, alpha=0.3)
print("kfac", f"{loss_of(model).item():.3f}", sorted(found), len(model[2]._forward_pre_hooks))
model = build()
optimizer = Lookahead(torch.optim.Adam(model.parameters(), lr=0.05), k=2)


def closure():
    optimizer.zero_grad()
    loss = loss_of(model)
    loss.backward()
    return loss


losses = [optimizer.step(closure).item() for _ in range(5)]
print("lookahead", f"{losses[0]:.3f} {losses[-1]:.3f}", optimizer.count, required)
lbfgs = torch.optim.LBFGS(model.parameters(), lr=0.5, max_iter=4, history_size=5)
before = loss_of(model).item()


def closure2():
    lbfgs.zero_grad()
    loss = loss_of(model)
    loss.backward()
    return loss


lbfgs.step(closure2)
print("lbfgs", loss_of(model).item() < before)
g = torch.Generator().manual_seed(61)
model = build()
means = [evolve(model, lambda m: -loss_of(m).item(), generator=g) for _ in range(5)]
print("es", f"{means[0]:.3f} {means[-1]:.3f}", len(parameters_to_vector(model.parameters())))
with ThreadPoolExecutor(max_workers=2) as pool:
    squares = list(pool.map(lambda v: v * v, range(4)))
Point = namedtuple("Point", "x y")
print(squares, list(starmap(mul, zip(range(3), repeat(2)))), [c for _, c in zip(range(5), cycle("ab"))], sorted(["b", "A"], key=methodcaller("lower")), Point(1, 2)._replace(y=5))
