"""Rectified flow on two moons: velocity net with Fourier time features, EMA, Euler and Heun samplers, reflow."""
import copy
import math
from dataclasses import dataclass, field
from typing import Callable, Iterator

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR


@dataclass
class Config:
    dim: int = 2
    width: int = 32
    depth: int = 3
    lr: float = 2e-3
    warmup: int = 5
    steps: int = 30
    batch: int = 64
    ema: float = 0.9
    scales: list = field(default_factory=lambda: [1.0, 2.0, 4.0])


def moons(n: int, noise: float = 0.05, generator=None) -> Tensor:
    half = n // 2
    t = torch.rand(half, generator=generator) * math.pi
    a = torch.stack([t.cos(), t.sin()], 1)
    b = torch.stack([1 - t.cos(), 0.5 - t.sin()], 1)
    x = torch.cat([a, b])
    return x + noise * torch.randn(x.shape, generator=generator)


class FourierFeatures(nn.Module):
    def __init__(self, scales):
        super().__init__()
        self.register_buffer("freqs", 2 * math.pi * torch.tensor(scales), persistent=False)

    @property
    def dim(self):
        return 2 * len(self.freqs)

    def forward(self, t):
        angles = t[:, None] * self.freqs
        return torch.cat([angles.sin(), angles.cos()], dim=-1)


class FiLM(nn.Module):
    def __init__(self, cond, width):
        super().__init__()
        self.to_scale_shift = nn.Linear(cond, 2 * width)
        nn.init.zeros_(self.to_scale_shift.weight)
        nn.init.zeros_(self.to_scale_shift.bias)

    def forward(self, h, c):
        scale, shift = self.to_scale_shift(c).chunk(2, dim=-1)
        return h * (1 + scale) + shift


class Velocity(nn.Module):
    def __init__(self, cfg: Config):
        super().__init__()
        self.time = FourierFeatures(cfg.scales)
        self.inp = nn.Linear(cfg.dim, cfg.width)
        self.blocks = nn.ModuleList()
        for _ in range(cfg.depth):
            self.blocks.append(nn.ModuleList([nn.LayerNorm(cfg.width), FiLM(self.time.dim, cfg.width), nn.Linear(cfg.width, cfg.width)]))
        self.out = nn.Linear(cfg.width, cfg.dim)

    def forward(self, x, t):
        c = self.time(t.expand(x.size(0)))
        h = self.inp(x)
        for norm, film, linear in self.blocks:
            h = h + nn.functional.silu(linear(film(norm(h), c)))
        return self.out(h)


class EMA:
    def __init__(self, model, decay):
        self.decay, self.shadow, self.updates = decay, copy.deepcopy(model).eval().requires_grad_(False), 0

    @torch.no_grad()
    def update(self, model):
        self.updates += 1
        d = min(self.decay, (1 + self.updates) / (10 + self.updates))
        for s, p in zip(self.shadow.parameters(), model.parameters()):
            s.lerp_(p, 1 - d)
        for s, b in zip(self.shadow.buffers(), model.buffers()):
            s.copy_(b)


def euler(v: Callable, x: Tensor, n: int) -> Tensor:
    for t0, t1 in zip(ts := torch.linspace(0, 1, n + 1), ts[1:]):
        x = x + (t1 - t0) * v(x, t0)
    return x


def heun(v: Callable, x: Tensor, n: int) -> Tensor:
    ts = torch.linspace(0, 1, n + 1)
    for i in range(n):
        h = ts[i + 1] - ts[i]
        k1 = v(x, ts[i])
        k2 = v(x + h * k1, ts[i + 1])
        x = x + h * 0.5 * (k1 + k2)
    return x


def batches(pairs, size, steps) -> Iterator[tuple[Tensor, Tensor]]:
    x0, x1 = pairs
    for _ in range(steps):
        idx = torch.randint(len(x0), (size,))
        yield x0[idx], x1[idx]


def fit(model, ema, pairs, cfg: Config):
    opt = torch.optim.AdamW(model.parameters(), lr=cfg.lr, betas=(0.9, 0.99), weight_decay=0.01)
    sched = LambdaLR(opt, lambda s: min(1.0, (s + 1) / cfg.warmup))
    history = []
    for x0, x1 in batches(pairs, cfg.batch, cfg.steps):
        t = torch.sigmoid(torch.randn(len(x0)))
        xt = torch.lerp(x0, x1, t[:, None])
        loss = (model(xt, t) - (x1 - x0)).square().sum(-1).mean()
        opt.zero_grad(set_to_none=True)
        loss.backward()
        grad = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        sched.step()
        ema.update(model)
        history.append((loss.item(), float(grad)))
    return history, sched.get_last_lr()[0]


def straightness(v, x, n=8):
    with torch.no_grad():
        end = euler(v, x, n)
        ts = torch.linspace(0, 1, n + 1)[:-1]
        total, at = 0.0, x
        for t in ts:
            vel = v(at, t)
            total += ((end - x) - vel).square().sum(-1).mean().item() / n
            at = at + vel / n
    return total


if __name__ == "__main__":
    torch.manual_seed(0)
    cfg = Config()
    g = torch.Generator().manual_seed(1)
    data = moons(256, generator=g)
    print(data.shape, [round(v, 4) for v in data.mean(0).tolist()])
    model = Velocity(cfg)
    print(sum(p.numel() for p in model.parameters()), list(model.state_dict())[:4], model.time.dim)
    ema = EMA(model, cfg.ema)
    noise = torch.randn(256, 2, generator=g)
    history, lr = fit(model, ema, (noise, data), cfg)
    first, last = history[0], history[-1]
    print(f"first {first[0]:.3f} ({first[1]:.2f}) last {last[0]:.3f} lr {lr:.4f}")
    print(history[-1][0] < history[0][0], ema.updates)
    x = torch.randn(16, 2, generator=g)
    a, b = euler(ema.shadow, x, 10), heun(ema.shadow, x, 10)
    print(a.shape, a.requires_grad, f"{(a - b).abs().max().item():.3f}")
    s1 = straightness(ema.shadow, x)
    with torch.no_grad():
        coupled = euler(ema.shadow, noise, 8)
    student = copy.deepcopy(ema.shadow).requires_grad_(True).train()
    history2, _ = fit(student, EMA(student, cfg.ema), (noise, coupled), cfg)
    print(f"{history2[0][0]:.3f}", len(history2))
    s2 = straightness(student, x)
    print(round(s1, 2), s2 < s1)
    one = torch.func.jacrev(lambda p: student(p[None], torch.tensor(0.5))[0])(x[0])
    print(one.shape, f"{one.trace().item():.3f}")
    loss = euler(student, x.requires_grad_(), 4).pow(2).sum()
    loss.backward()
    print(x.grad.shape, loss.grad_fn.name(), f"{x.grad.norm():.3f}")
