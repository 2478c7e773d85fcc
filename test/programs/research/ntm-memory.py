"""A neural Turing machine and an associative Hopfield memory: addressing by content and shift, read and write heads, copy task, energy descent."""
import itertools
import json
import sys
from collections import UserDict, defaultdict
from dataclasses import astuple, dataclass, make_dataclass
from enum import Enum, unique
from functools import cache, reduce
from typing import ClassVar, Final, Iterable, Sequence

import torch
import torch.nn.functional as F
from torch import nn

EPS: Final = 1e-8


@dataclass
class Address:
    weights: torch.Tensor
    history: ClassVar[list] = []

    def read(self, memory):
        return torch.einsum("bn,bnm->bm", self.weights, memory)

    def write(self, memory, erase, add):
        w = self.weights.unsqueeze(-1)
        return memory * (1 - w * erase.unsqueeze(1)) + w * add.unsqueeze(1)


Parts = make_dataclass("Parts", [("key", torch.Tensor), ("beta", torch.Tensor), ("gate", torch.Tensor), ("shift", torch.Tensor), ("gamma", torch.Tensor)])


@unique
class Kind(str, Enum):
    READ = "read"
    WRITE = "write"

    def sizes(self, m: int) -> Sequence[int]:
        common = [m, 1, 1, 3, 1]
        return common + [m, m] if self is Kind.WRITE else common


class Head(nn.Module):
    def __init__(self, kind: Kind, hidden: int, m: int):
        super().__init__()
        self.kind, self.sizes = kind, kind.sizes(m)
        self.fc = nn.Linear(hidden, sum(self.sizes))
        nn.init.xavier_uniform_(self.fc.weight, gain=1.4)

    def forward(self, h, memory, before):
        raw = self.fc(h).split(list(self.sizes), dim=1)
        parts = Parts(torch.tanh(raw[0]), F.softplus(raw[1]), torch.sigmoid(raw[2]), raw[3].softmax(1), 1 + F.softplus(raw[4]))
        content = torch.softmax(parts.beta * F.cosine_similarity(memory + EPS, parts.key.unsqueeze(1) + EPS, dim=-1), dim=1)
        gated = parts.gate * content + (1 - parts.gate) * before
        shifted = self.convolve(gated, parts.shift)
        sharp = shifted**parts.gamma
        address = Address(sharp / (sharp.sum(1, keepdim=True) + EPS))
        if self.kind == "write":
            return address.write(memory, torch.sigmoid(raw[5]), torch.tanh(raw[6])), address.weights
        return address.read(memory), address.weights

    @staticmethod
    def convolve(w, s):
        wide = torch.cat([w[:, -1:], w, w[:, :1]], 1)
        return torch.stack([F.conv1d(a.view(1, 1, -1), b.view(1, 1, -1)).view(-1) for a, b in zip(wide, s)])


class NTM(nn.Module):
    def __init__(self, inputs, outputs, hidden=16, n=8, m=6):
        super().__init__()
        self.n, self.m = n, m
        self.controller = nn.LSTMCell(inputs + m, hidden)
        self.heads = nn.ModuleDict({k.value: Head(k, hidden, m) for k in Kind})
        self.out = nn.Linear(hidden + m, outputs)
        self.h0, self.c0 = nn.Parameter(torch.randn(1, hidden) * 0.05), nn.Parameter(torch.randn(1, hidden) * 0.05)
        self.register_buffer("memory0", torch.full((n, m), 1e-2))

    def start(self, batch):
        w = F.one_hot(torch.zeros(batch, dtype=torch.long), self.n).float()
        return {"h": self.h0.expand(batch, -1), "c": self.c0.expand(batch, -1), "read": torch.zeros(batch, self.m), "memory": self.memory0.expand(batch, -1, -1), "wr": w, "ww": w}

    def step(self, x, s):
        h, c = self.controller(torch.cat([x, s["read"]], 1), (s["h"], s["c"]))
        memory, ww = self.heads["write"](h, s["memory"], s["ww"])
        read, wr = self.heads["read"](h, memory, s["wr"])
        return torch.sigmoid(self.out(torch.cat([h, read], 1))), {**s, "h": h, "c": c, "read": read, "memory": memory, "wr": wr, "ww": ww}

    def forward(self, sequence, answer):
        state = self.start(sequence.shape[1])
        for x in sequence:
            _, state = self.step(x, state)
        zeros, outputs = torch.zeros_like(sequence[0]), []
        for _ in range(answer):
            y, state = self.step(zeros, state)
            outputs.append(y)
        return torch.stack(outputs), state


class Patterns(UserDict):
    def __missing__(self, key):
        self.data[key] = value = torch.tensor([1.0 if int(b) else -1.0 for b in f"{hash_text(key):016b}"])
        return value


@cache
def hash_text(text: str) -> int:
    return reduce(lambda h, c: (h * 31 + ord(c)) % 65521, text, 7)


def energy(x, W):
    return -0.5 * torch.einsum("bi,ij,bj->b", x, W, x)


def copy_task(batch, length, bits, g):
    data = torch.bernoulli(torch.full((length, batch, bits), 0.5), generator=g)
    inputs = torch.zeros(length + 1, batch, bits + 1)
    inputs[:length, :, :bits] = data
    inputs[length, :, bits] = 1.0
    return inputs, data


g = torch.Generator().manual_seed(21)
torch.manual_seed(21)
model = NTM(4, 3)
print(sum(p.numel() for p in model.parameters()), {k: h.fc.out_features for k, h in model.heads.items()}, Kind("read") is Kind.READ)
optimizer = torch.optim.RMSprop(model.parameters(), lr=1e-3, momentum=0.9, centered=True)
log = defaultdict(list)
for step in range(4):
    inputs, target = copy_task(3, 2 + step % 2, 3, g)
    out, state = model(inputs, len(target))
    loss = F.binary_cross_entropy(out, target)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_value_(model.parameters(), 10)
    optimizer.step()
    log["loss"].append(round(loss.item(), 3))
    log["errors"].append(int(((out > 0.5).float() - target).abs().sum().item()) >= 0)
print(json.dumps(log), [n for n, p in model.named_parameters() if p.grad is None])
print(torch.allclose(state["wr"].sum(1), torch.ones(3), atol=1e-4), state["memory"].grad_fn is not None, len(astuple(Address(torch.ones(1)))))
patterns = Patterns()
stored = torch.stack([patterns[k] for k in ("cat", "dog")])
W = (stored.T @ stored / stored.shape[1]).fill_diagonal_(0)
noisy = stored.clone()
noisy[:, :3] *= -1
states = [noisy]
for _ in range(3):
    states.append(torch.where(states[-1] @ W >= 0, 1.0, -1.0))
energies = [energy(s, W).mean().item() for s in states]
print(sorted(patterns), all(a >= b for a, b in itertools.pairwise(energies)), (states[-1] == stored).float().mean().item() > 0.5, hash_text.cache_info().currsize)
x = noisy.clone().requires_grad_()
beta = torch.tensor(2.0, requires_grad=True)
modern = torch.softmax(beta * x @ stored.T, -1) @ stored
modern.sub(stored).pow(2).sum().backward()
print(torch.allclose(modern.sign(), stored), x.grad.shape, beta.grad.item() <= 0, sys.getrecursionlimit() > 0)
try:
    model.step(torch.zeros(2, 4), model.start(3))
except RuntimeError as e:
    print(str(e).split("\n")[0])
