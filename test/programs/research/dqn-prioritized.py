"""DQN family: n-step returns, prioritized replay in a sum tree, dueling and noisy layers, double Q targets, a tiny grid world."""
from __future__ import annotations

import functools
import heapq
import math
import operator
import random
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum, auto
from typing import Deque, Protocol, runtime_checkable

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class Action(IntEnum):
    LEFT = 0
    RIGHT = auto()
    UP = auto()
    DOWN = auto()

    @property
    def delta(self) -> complex:
        return {Action.LEFT: -1, Action.RIGHT: 1, Action.UP: 1j, Action.DOWN: -1j}[self]


@runtime_checkable
class Env(Protocol):
    def reset(self) -> np.ndarray: ...
    def step(self, a: int) -> tuple[np.ndarray, float, bool]: ...


class Grid:
    size = 3

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.goal = complex(self.size - 1, self.size - 1)

    def reset(self):
        self.pos, self.steps = 0j, 0
        return self.observe()

    def observe(self):
        board = np.zeros((self.size, self.size), dtype=np.float32)
        board[int(self.pos.imag), int(self.pos.real)] = 1
        return board.ravel()

    def step(self, a):
        target = self.pos + Action(a).delta
        if 0 <= target.real < self.size and 0 <= target.imag < self.size:
            self.pos = target
        self.steps += 1
        done = self.pos == self.goal or self.steps >= 12
        return self.observe(), 1.0 if self.pos == self.goal else -abs(self.pos - self.goal) / 10, done

    def __str__(self):
        rows = [" ".join("A" if complex(x, y) == self.pos else "G" if complex(x, y) == self.goal else "." for x in range(self.size)) for y in range(self.size)]
        return "\n".join(reversed(rows))


class SumTree:
    def __init__(self, capacity: int, op=operator.add, neutral=0.0):
        assert capacity > 0 and capacity & (capacity - 1) == 0, "capacity must be positive and a power of 2."
        self.capacity, self.op = capacity, op
        self.values = [neutral] * (2 * capacity)

    def __setitem__(self, i, value):
        i += self.capacity
        self.values[i] = value
        while (i := i // 2) >= 1:
            self.values[i] = self.op(self.values[2 * i], self.values[2 * i + 1])

    def __getitem__(self, i):
        if not 0 <= i < self.capacity:
            raise IndexError(i)
        return self.values[i + self.capacity]

    @property
    def total(self):
        return self.values[1]

    def find(self, mass):
        i = 1
        while i < self.capacity:
            left = 2 * i
            if self.values[left] >= mass:
                i = left
            else:
                mass -= self.values[left]
                i = left + 1
        return i - self.capacity


@dataclass(order=True)
class Item:
    priority: float
    data: tuple = field(compare=False, repr=False)


class PrioritizedReplay:
    def __init__(self, capacity, alpha=0.6, n_step=2, gamma=0.9):
        self.storage: list = [None] * capacity
        self.capacity, self.alpha, self.gamma = capacity, alpha, gamma
        self.sums, self.mins = SumTree(capacity), SumTree(capacity, min, math.inf)
        self.pending: Deque[tuple] = deque(maxlen=n_step)
        self.pointer = self.count = 0
        self.top = 1.0

    def push(self, s, a, r, s2, done):
        self.pending.append((s, a, r, s2, done))
        if len(self.pending) < self.pending.maxlen and not done:
            return
        reward, nxt, end = 0.0, s2, done
        for _, _, r_, s_, d_ in reversed(self.pending):
            reward, nxt, end = (r_ + self.gamma * reward * (1 - d_), s_ if d_ else nxt, d_ or end)
        first = self.pending[0]
        self.storage[self.pointer] = (first[0], first[1], reward, nxt, end)
        self.sums[self.pointer] = self.mins[self.pointer] = self.top ** self.alpha
        self.pointer = (self.pointer + 1) % self.capacity
        self.count = min(self.count + 1, self.capacity)
        if done:
            self.pending.clear()

    def sample(self, n, beta, rng):
        segment = self.sums.total / n
        idx = [self.sums.find(rng.uniform(segment * i, segment * (i + 1))) for i in range(n)]
        p_min = self.mins.total / self.sums.total
        max_weight = (p_min * self.count) ** (-beta)
        weights = [(self.sums[i] / self.sums.total * self.count) ** (-beta) / max_weight for i in idx]
        s, a, r, s2, d = zip(*(self.storage[i] for i in idx))
        as_t = functools.partial(torch.tensor, dtype=torch.float32)
        return idx, as_t(weights), as_t(np.stack(s)), torch.tensor(a), as_t(r), as_t(np.array(s2)), as_t(d)

    def update(self, idx, priorities):
        for i, p in zip(idx, priorities):
            assert p > 0
            self.sums[i] = self.mins[i] = p ** self.alpha
            self.top = max(self.top, p)


class NoisyLinear(nn.Module):
    def __init__(self, i, o, std=0.5):
        super().__init__()
        self.i, self.o = i, o
        bound = 1 / math.sqrt(i)
        self.weight_mu = nn.Parameter(torch.empty(o, i).uniform_(-bound, bound))
        self.weight_sigma = nn.Parameter(torch.full((o, i), std / math.sqrt(i)))
        self.bias_mu = nn.Parameter(torch.empty(o).uniform_(-bound, bound))
        self.bias_sigma = nn.Parameter(torch.full((o,), std / math.sqrt(o)))
        self.register_buffer("weight_epsilon", torch.zeros(o, i))
        self.register_buffer("bias_epsilon", torch.zeros(o))

    @staticmethod
    def scale_noise(size):
        x = torch.randn(size)
        return x.sign().mul_(x.abs().sqrt_())

    def reset_noise(self):
        eps_in, eps_out = self.scale_noise(self.i), self.scale_noise(self.o)
        self.weight_epsilon.copy_(eps_out.ger(eps_in))
        self.bias_epsilon.copy_(eps_out)

    def forward(self, x):
        if not self.training:
            return F.linear(x, self.weight_mu, self.bias_mu)
        return F.linear(x, self.weight_mu + self.weight_sigma * self.weight_epsilon, self.bias_mu + self.bias_sigma * self.bias_epsilon)


class Dueling(nn.Module):
    def __init__(self, obs, actions, hidden=12):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(obs, hidden), nn.ReLU())
        self.advantage, self.value = NoisyLinear(hidden, actions), NoisyLinear(hidden, 1)

    def forward(self, x):
        h = self.body(x)
        a = self.advantage(h)
        return self.value(h) + a - a.mean(dim=-1, keepdim=True)

    def reset_noise(self):
        for m in self.children():
            if hasattr(m, "reset_noise"):
                m.reset_noise()


rng = random.Random(7)
torch.manual_seed(7)
env = Grid(rng)
print(isinstance(env, Env), isinstance(object(), Env), [f"{a.name}={a.delta}" for a in Action])
online, target = Dueling(9, len(Action)), Dueling(9, len(Action))
target.load_state_dict(online.state_dict())
target.eval()
replay = PrioritizedReplay(32)
opt = torch.optim.Adam(online.parameters(), lr=5e-3, eps=1.5e-4)
s = env.reset()
episode, finished = 0.0, []
for t in range(60):
    with torch.no_grad():
        online.reset_noise()
        q = online(torch.from_numpy(s)[None])
    a = q.argmax(1).item() if rng.random() > 0.3 else rng.randrange(len(Action))
    s2, r, done = env.step(a)
    replay.push(s, a, r, s2, float(done))
    episode += r
    s = s2
    if done:
        finished.append(episode)
        episode, s = 0.0, env.reset()
    if t >= 20 and t % 4 == 0:
        idx, w, bs, ba, br, bs2, bd = replay.sample(8, beta=min(1.0, 0.4 + t / 100), rng=rng)
        with torch.no_grad():
            best = online(bs2).argmax(1, keepdim=True)
            y = br + 0.9 ** 2 * target(bs2).gather(1, best).squeeze(1) * (1 - bd)
        q = online(bs).gather(1, ba.unsqueeze(1)).squeeze(1)
        td = F.smooth_l1_loss(q, y, reduction="none")
        loss = (w * td).mean()
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_value_(online.parameters(), 1.0)
        opt.step()
        replay.update(idx, (td.detach().abs() + 1e-3).tolist())
        for p, tp in zip(online.parameters(), target.parameters()):
            tp.data.lerp_(p.data, 0.1)
        print(f"t={t} loss={loss.item():.4f} w={w.min():.3f}..{w.max():.3f} total={replay.sums.total:.3f} top={replay.top:.3f}")
print(len(finished), [round(f, 2) for f in finished[:4]])
print(env, replay.count, sep="\n")
print([repr(i) for i in heapq.nsmallest(2, [Item(2.0, ()), Item(0.5, ()), Item(1.0, ())])])
for bad in (lambda: SumTree(6), lambda: replay.sums[99], lambda: Action(9)):
    try:
        bad()
    except (AssertionError, IndexError, ValueError) as e:
        print(type(e).__name__, e)
