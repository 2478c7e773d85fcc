"""Sparse mixtures of experts: noisy top-k gating, Switch routing with capacity, load balancing and router z-loss."""
from __future__ import annotations

import logging
import math
import sys
from functools import reduce
from operator import add, attrgetter, itemgetter

import torch
import torch.nn.functional as F
from torch import nn

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
logger = logging.getLogger("moe")


class Expert(nn.Module):
    def __init__(self, dim: int, mult: int = 2):
        super().__init__()
        self.w1, self.w2, self.w3 = nn.Linear(dim, dim * mult, bias=False), nn.Linear(dim * mult, dim, bias=False), nn.Linear(dim, dim * mult, bias=False)

    def forward(self, x):
        return self.w2(F.silu(self.w1(x)) * self.w3(x))


class Router(nn.Module):
    losses: dict[str, torch.Tensor]

    def __init__(self, dim, num_experts, k):
        super().__init__()
        self.gate = nn.Linear(dim, num_experts, bias=False)
        self.k, self.num_experts = k, num_experts
        self.losses = {}

    def __repr__(self):
        return f"{type(self).__name__}(top {self.k} of {self.num_experts})"

    def noise(self, logits, x):
        return logits

    def forward(self, x):
        logits = self.noise(self.gate(x), x)
        probs = logits.softmax(dim=-1)
        weights, chosen = probs.topk(self.k, dim=-1)
        density = F.one_hot(chosen, self.num_experts).float().sum(1).mean(0)
        self.losses["balance"] = self.num_experts * (density * probs.mean(0)).sum() / self.k
        self.losses["z"] = torch.logsumexp(logits, dim=-1).square().mean()
        return weights / weights.sum(-1, keepdim=True), chosen


class NoisyRouter(Router):
    def __init__(self, dim, num_experts, k):
        super().__init__(dim, num_experts, k)
        self.scale = nn.Linear(dim, num_experts, bias=False)

    def noise(self, logits, x):
        if not self.training:
            return logits
        return logits + torch.randn_like(logits) * F.softplus(self.scale(x))


class SparseMoE(nn.Module):
    def __init__(self, dim, num_experts=4, k=2, router=Router):
        super().__init__()
        self.router = router(dim, num_experts, k)
        self.experts = nn.ModuleList(Expert(dim) for _ in range(num_experts))
        self.register_buffer("load", torch.zeros(num_experts, dtype=torch.long), persistent=False)

    def forward(self, x):
        shape = x.shape
        x = x.reshape(-1, shape[-1])
        weights, chosen = self.router(x)
        self.load += torch.bincount(chosen.flatten(), minlength=len(self.experts))
        out = torch.zeros_like(x)
        for i, expert in enumerate(self.experts):
            rows, slot = torch.where(chosen == i)
            if rows.numel() == 0:
                continue
            out.index_add_(0, rows, expert(x[rows]) * weights[rows, slot, None])
        return out.view(shape)


class SwitchMoE(SparseMoE):
    """One expert a token; tokens beyond an expert's capacity pass by."""

    def __init__(self, dim, num_experts=4, capacity_factor=1.0):
        super().__init__(dim, num_experts, k=1)
        self.capacity_factor = capacity_factor
        self.dropped = 0

    def forward(self, x):
        flat = x.reshape(-1, x.shape[-1])
        _, chosen = self.router(flat)
        probs = self.router.gate(flat).softmax(-1).gather(1, chosen)
        capacity = math.ceil(self.capacity_factor * len(flat) / len(self.experts))
        position = (F.one_hot(chosen[:, 0], len(self.experts)).cumsum(0) - 1).gather(1, chosen)[:, 0]
        kept = position < capacity
        self.dropped += int((~kept).sum())
        dispatch = flat.new_zeros(len(self.experts), capacity, flat.shape[-1])
        dispatch[chosen[kept, 0], position[kept]] = flat[kept]
        done = torch.stack([e(d) for e, d in zip(self.experts, dispatch)])
        out = flat.clone()
        out[kept] = out[kept] + done[chosen[kept, 0], position[kept]] * probs[kept]
        return out.view_as(x)


class Model(nn.Module):
    def __init__(self, dim, classes, *layers):
        super().__init__()
        self.norms = nn.ModuleList([nn.RMSNorm(dim) for _ in layers])
        self.layers, self.head = nn.ModuleList(layers), nn.Linear(dim, classes)

    def forward(self, x):
        for norm, layer in zip(self.norms, self.layers, strict=True):
            x = x + layer(norm(x))
        return self.head(x.mean(1))

    def auxiliary(self, **weights):
        routers = [m for m in self.modules() if isinstance(m, Router)]
        return reduce(add, (w * r.losses[name] for r in routers for name, w in weights.items()))


torch.manual_seed(11)
dim, classes = 8, 3
centers = torch.randn(classes, dim)
model = Model(dim, classes, SparseMoE(dim, router=NoisyRouter), SwitchMoE(dim), SparseMoE(dim, k=1))
logger.info("%d parameters, %s", sum(p.numel() for p in model.parameters()), [m.router for m in model.layers])
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
for step in range(6):
    labels = torch.randint(classes, (10,))
    x = centers[labels].unsqueeze(1) + 0.3 * torch.randn(10, 5, dim)
    logits = model(x)
    loss = F.cross_entropy(logits, labels)
    aux = model.auxiliary(balance=1e-2, z=1e-3)
    optimizer.zero_grad(set_to_none=True)
    (loss + aux).backward()
    optimizer.step()
    if step % 2:
        logger.info("step %d loss %.3f aux %.4f accuracy %.1f", step, loss, aux, (logits.argmax(-1) == labels).float().mean() * 100)
    else:
        logger.debug("not shown")
for i, layer in enumerate(model.layers):
    busiest = max(enumerate(layer.load.tolist()), key=itemgetter(1))
    idle = [n for n, p in layer.named_parameters() if p.grad is None]
    print(i, type(layer).__name__, layer.load.sum().item(), busiest[1] > 0, idle, getattr(layer, "dropped", "-") != 0)
print("load" in model.state_dict(), len(model.state_dict()), sorted(map(type, map(attrgetter("router"), model.layers)), key=attrgetter("__name__"))[0].__name__)
