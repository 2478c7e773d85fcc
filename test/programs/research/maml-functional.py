"""MAML three ways: functional_call with torch.func, manual fast weights, and a deepcopy with first-order updates."""
import copy
import random
from collections import OrderedDict
from itertools import count
from operator import itemgetter

import torch
from torch import nn
from torch.func import functional_call, grad, vmap


class Sine:
    def __init__(self, rng):
        self.amplitude, self.phase = rng.uniform(0.1, 5.0), rng.uniform(0, 3.14159)

    def __call__(self, x):
        return self.amplitude * torch.sin(x + self.phase)

    def sample(self, n, generator):
        x = torch.rand(n, 1, generator=generator) * 10 - 5
        return x, self(x)

    def __format__(self, spec):
        return f"{self.amplitude:{spec or '.2f'}}@{self.phase:{spec or '.2f'}}"


class MLP(nn.Module):
    def __init__(self, width=12):
        super().__init__()
        self.net = nn.Sequential(OrderedDict([("in", nn.Linear(1, width)), ("act", nn.Tanh()), ("mid", nn.Linear(width, width)), ("act2", nn.Tanh()), ("out", nn.Linear(width, 1))]))

    def forward(self, x):
        return self.net(x)


def mse(a, b):
    return ((a - b) ** 2).mean()


def adapt_functional(model, support, lr, steps):
    params = dict(model.named_parameters())
    for _ in range(steps):
        loss = mse(functional_call(model, params, (support[0],)), support[1])
        grads = torch.autograd.grad(loss, tuple(params.values()), create_graph=True)
        params = {k: p - lr * g for (k, p), g in zip(params.items(), grads)}
    return params


def manual_forward(weights, x):
    for i, (w, b) in enumerate(zip(weights[::2], weights[1::2])):
        x = x @ w.T + b
        if i < 2:
            x = torch.tanh(x)
    return x


def adapt_manual(model, support, lr, steps):
    weights = list(model.parameters())
    for _ in range(steps):
        grads = torch.autograd.grad(mse(manual_forward(weights, support[0]), support[1]), weights, create_graph=True)
        weights = [w - lr * g for w, g in zip(weights, grads)]
    return weights


def first_order(model, support, query, lr, steps):
    learner = copy.deepcopy(model)
    optimizer = torch.optim.SGD(learner.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        mse(learner(support[0]), support[1]).backward()
        optimizer.step()
    learner.zero_grad()
    loss = mse(learner(query[0]), query[1])
    loss.backward()
    for p, q in zip(model.parameters(), learner.parameters()):
        p.grad = q.grad.clone() if p.grad is None else p.grad + q.grad
    return loss.detach()


rng = random.Random(1)
g = torch.Generator().manual_seed(2)
torch.manual_seed(3)
model = MLP()
tasks = [Sine(rng) for _ in range(3)]
print(*(f"{t}" for t in tasks), f"{tasks[0]:.1f}")
batches = [(t.sample(6, g), t.sample(6, g)) for t in tasks]
results = {}
for name in ("functional", "manual", "first order"):
    model.zero_grad()
    total = 0.0
    for support, query in batches:
        if name == "functional":
            loss = mse(functional_call(model, adapt_functional(model, support, 0.05, 2), (query[0],)), query[1])
            loss.backward()
        elif name == "manual":
            loss = mse(manual_forward(adapt_manual(model, support, 0.05, 2), query[0]), query[1])
            loss.backward()
        else:
            loss = first_order(model, support, query, 0.05, 2)
        total += loss.item()
    results[name] = [p.grad.clone() for p in model.parameters()]
    print(f"{name:>12}: {total / len(batches):.3f}", f"{sum(r.norm() for r in results[name]).item():.2f}")
close = lambda a, b: all(torch.allclose(x, y, atol=1e-4) for x, y in zip(results[a], results[b]))
print(close("functional", "manual"), close("functional", "first order"))


def task_loss(params, support_x, support_y, query_x, query_y):
    inner = grad(lambda p: mse(functional_call(model, p, (support_x,)), support_y))
    for _ in range(2):
        params = {k: p - 0.05 * d for (p, d), k in zip(zip(params.values(), inner(params).values()), params)}
    return mse(functional_call(model, params, (query_x,)), query_y)


stacked = [torch.stack([pair[i][j] for pair in batches]) for i in (0, 1) for j in (0, 1)]
params = {k: p.detach() for k, p in model.named_parameters()}
losses = vmap(task_loss, in_dims=(None, 0, 0, 0, 0))(params, *stacked)
meta = grad(lambda p: vmap(task_loss, in_dims=(None, 0, 0, 0, 0))(p, *stacked).mean())(params)
print([f"{l:.2f}" for l in losses.tolist()], all(torch.allclose(m * 3, f, atol=1e-4) for m, f in zip(meta.values(), results["functional"])))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
step = count()
for _ in range(3):
    optimizer.zero_grad()
    loss = sum(mse(functional_call(model, adapt_functional(model, s, 0.05, 1), (q[0],)), q[1]) for s, q in batches) / len(batches)
    loss.backward()
    optimizer.step()
    print(next(step), f"{loss.item():.3f}")
with torch.no_grad():
    try:
        adapt_functional(model, batches[0][0], 0.05, 1)
    except RuntimeError as e:
        print(e)
print(max(((n, p.grad.abs().max().item()) for n, p in model.named_parameters()), key=itemgetter(1))[0])
