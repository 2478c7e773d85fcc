"""Glow-like flow: ActNorm with data-dependent initialisation, LU 1x1 convolutions, affine coupling, multi-scale squeeze."""
import math
from abc import ABC, abstractmethod

import torch
from torch import nn
from torch.nn import functional as F

LOG2PI = math.log(2 * math.pi)


class Bijection(nn.Module, ABC):
    @abstractmethod
    def forward(self, x):
        raise NotImplementedError

    @abstractmethod
    def inverse(self, z): ...

    def __matmul__(self, other):
        return Chain(self, other)


class Chain(Bijection):
    def __init__(self, *parts):
        super().__init__()
        self.parts = nn.ModuleList(parts)

    def forward(self, x):
        total = x.new_zeros(x.shape[0])
        for p in self.parts:
            x, logdet = p(x)
            total = total + logdet
        return x, total

    def inverse(self, z):
        for p in reversed(self.parts):
            z = p.inverse(z)
        return z

    def __matmul__(self, other):
        return Chain(*self.parts, other)

    def __len__(self):
        return len(self.parts)


class ActNorm(Bijection):
    def __init__(self, channels):
        super().__init__()
        self.loc, self.log_scale = (nn.Parameter(torch.zeros(1, channels, 1, 1)) for _ in range(2))
        self.register_buffer("initialized", torch.tensor(0, dtype=torch.uint8))

    @torch.no_grad()
    def initialize(self, x):
        flat = x.transpose(0, 1).flatten(1)
        self.loc.data.copy_(-flat.mean(1).view_as(self.loc))
        self.log_scale.data.copy_(-torch.log(flat.std(1) + 1e-6).view_as(self.loc))

    def forward(self, x):
        if not self.initialized:
            self.initialize(x)
            self.initialized.fill_(1)
        logdet = x.shape[2] * x.shape[3] * self.log_scale.sum()
        return (x + self.loc) * self.log_scale.exp(), logdet.expand(x.shape[0])

    def inverse(self, z):
        return z * (-self.log_scale).exp() - self.loc


class InvConv(Bijection):
    def __init__(self, channels):
        super().__init__()
        q, _ = torch.linalg.qr(torch.randn(channels, channels))
        p, l, u = torch.linalg.lu(q)
        s = u.diagonal()
        self.register_buffer("p", p)
        self.register_buffer("sign", s.sign())
        self.register_buffer("mask", torch.tril(torch.ones_like(q), -1))
        self.l, self.log_s, self.u = nn.Parameter(l), nn.Parameter(s.abs().log()), nn.Parameter(torch.triu(u, 1))

    @property
    def weight(self):
        eye = torch.eye(len(self.p))
        return self.p @ (self.l * self.mask + eye) @ (self.u * self.mask.T + torch.diag(self.sign * self.log_s.exp()))

    def forward(self, x):
        return F.conv2d(x, self.weight[..., None, None]), (x.shape[2] * x.shape[3] * self.log_s.sum()).expand(len(x))

    def inverse(self, z):
        return F.conv2d(z, self.weight.inverse()[..., None, None])


class ZeroConv(nn.Conv2d):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.gain = nn.Parameter(torch.zeros(1, self.out_channels, 1, 1))

    def reset_parameters(self):
        nn.init.zeros_(self.weight)
        nn.init.zeros_(self.bias)

    def forward(self, x):
        return super().forward(F.pad(x, (1, 1, 1, 1), value=1)) * torch.exp(self.gain * 3)


class Coupling(Bijection):
    def __init__(self, channels, hidden=8):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(channels // 2, hidden, 3, padding=1), nn.ReLU(inplace=True), nn.Conv2d(hidden, hidden, 1), nn.ReLU(inplace=True), ZeroConv(hidden, channels, 3))

    def _params(self, a):
        log_s, t = self.net(a).chunk(2, 1)
        return torch.sigmoid(log_s + 2), t

    def forward(self, x):
        a, b = x.chunk(2, 1)
        s, t = self._params(a)
        return torch.cat([a, (b + t) * s], 1), s.log().flatten(1).sum(1)

    def inverse(self, z):
        a, b = z.chunk(2, 1)
        s, t = self._params(a)
        return torch.cat([a, b / s - t], 1)


class Squeeze(Bijection):
    def forward(self, x):
        return F.pixel_unshuffle(x, 2), x.new_zeros(len(x))

    def inverse(self, z):
        return F.pixel_shuffle(z, 2)


class Glow(nn.Module):
    def __init__(self, channels, steps, levels):
        super().__init__()
        self.levels, self.priors = nn.ModuleList(), nn.ModuleList()
        for level in range(levels):
            channels *= 4
            chain = Squeeze() @ ActNorm(channels)
            for _ in range(steps):
                chain = chain @ InvConv(channels) @ Coupling(channels) @ ActNorm(channels)
            self.levels.append(chain)
            if level < levels - 1:
                channels //= 2
            self.priors.append(ZeroConv(channels, 2 * channels, 3))

    def log_prob(self, x):
        total, latents = 0, []
        for i, (level, prior) in enumerate(zip(self.levels, self.priors)):
            x, logdet = level(x)
            if i < len(self.levels) - 1:
                x, z = x.chunk(2, 1)
                mean, log_sd = prior(x).chunk(2, 1)
            else:
                z, (mean, log_sd) = x, prior(torch.zeros_like(x)).chunk(2, 1)
            density = -0.5 * LOG2PI - log_sd - 0.5 * (z - mean) ** 2 / torch.exp(2 * log_sd)
            total = total + logdet + density.flatten(1).sum(1)
            latents.append(z)
        return total, latents

    @torch.no_grad()
    def invert(self, latents):
        x = None
        for level, z in zip(reversed(self.levels), reversed(latents)):
            x = level.inverse(z if x is None else torch.cat([x, z], 1))
        return x


torch.manual_seed(1)
flow = Glow(channels=1, steps=2, levels=2)
print([len(level) for level in flow.levels], sum(p.numel() for p in flow.parameters()), len(list(flow.buffers())))
data = torch.rand(6, 1, 8, 8).cumsum(-1) / 8
optimizer = torch.optim.SGD(flow.parameters(), lr=2e-2)
dims = data[0].numel()
for step in range(4):
    x = data + torch.rand_like(data) / 256
    logp, latents = flow.log_prob(x)
    loss = -logp.mean() / (math.log(2) * dims)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{step}: {loss.item():.3f} bits/dim, {[tuple(z.shape) for z in latents]}")
with torch.no_grad():
    _, latents = flow.log_prob(data)
    back = flow.invert(latents)
print((back - data).abs().max().item() < 1e-3, [n for n, p in flow.named_parameters() if p.grad is None])
level = flow.levels[0].parts[2]
print(torch.allclose(torch.linalg.slogdet(level.weight).logabsdet, level.log_s.sum(), atol=1e-4))
try:
    Bijection()
except TypeError as e:
    print(e)
