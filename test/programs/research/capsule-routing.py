"""Capsule network with dynamic routing, margin loss, reconstruction decoder; descriptors that validate hyper-parameters."""
import numbers
from typing import Any

import torch
import torch.nn as nn
import torch.nn.functional as F


class Validated:
    """A descriptor that checks what is stored, and remembers how often."""

    def __init__(self, kind, *, low=None, high=None):
        self.kind, self.low, self.high = kind, low, high
        self.writes = 0

    def __set_name__(self, owner, name):
        self.public, self.private = name, "_" + name
        owner.__validated__ = getattr(owner, "__validated__", ()) + (name,)

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        try:
            return obj.__dict__[self.private]
        except KeyError:
            raise AttributeError(f"{type(obj).__name__}.{self.public} was never set") from None

    def __set__(self, obj, value):
        if not isinstance(value, self.kind) or isinstance(value, bool):
            raise TypeError(f"{self.public}: expected {self.kind.__name__}, got {type(value).__name__}")
        if self.low is not None and value < self.low or self.high is not None and value > self.high:
            raise ValueError(f"{self.public}: {value} not in [{self.low}, {self.high}]")
        self.writes += 1
        obj.__dict__[self.private] = value

    def __delete__(self, obj):
        del obj.__dict__[self.private]


class Hyper:
    routing = Validated(numbers.Integral, low=1, high=5)
    m_plus = Validated(numbers.Real, low=0, high=1)
    m_minus = Validated(numbers.Real, low=0, high=1)
    decay = Validated(float, low=0.0)

    def __init__(self, **kw: Any):
        for name, value in {"routing": 3, "m_plus": 0.9, "m_minus": 0.1, "decay": 0.0005, **kw}.items():
            setattr(self, name, value)

    def __repr__(self):
        return f"Hyper({', '.join(f'{n}={getattr(self, n)!r}' for n in self.__validated__)})"


def squash(s, dim=-1, eps=1e-8):
    squared = torch.sum(s ** 2, dim=dim, keepdim=True)
    return squared / (1 + squared) * s / (torch.sqrt(squared) + eps)


class PrimaryCaps(nn.Module):
    def __init__(self, in_channels, capsules, dim, kernel=3):
        super().__init__()
        self.dim = dim
        self.conv = nn.Conv2d(in_channels, capsules * dim, kernel, stride=2)

    def forward(self, x):
        out = self.conv(x)
        return squash(out.view(out.size(0), self.dim, -1).permute(0, 2, 1))


class DigitCaps(nn.Module):
    def __init__(self, in_caps, in_dim, out_caps, out_dim, routing):
        super().__init__()
        self.routing = routing
        self.W = nn.Parameter(0.1 * torch.randn(1, out_caps, in_caps, out_dim, in_dim))

    def forward(self, x):
        u_hat = torch.matmul(self.W, x[:, None, :, :, None]).squeeze(-1)
        temp = u_hat.detach()
        b = torch.zeros(*u_hat.shape[:3], 1)
        agreement = []
        for i in range(self.routing - 1):
            c = b.softmax(dim=1)
            v = squash((c * temp).sum(dim=2))
            uv = torch.matmul(temp, v.unsqueeze(-1))
            b = b + uv
            agreement.append(uv.mean().item())
        self.agreement = agreement
        c = b.softmax(dim=1)
        return squash((c * u_hat).sum(dim=2))


class CapsNet(nn.Module):
    def __init__(self, hyper):
        super().__init__()
        self.hyper = hyper
        self.conv = nn.Conv2d(1, 6, 3)
        self.primary = PrimaryCaps(6, 2, 4)
        self.digits = DigitCaps(18, 4, 3, 5, hyper.routing)
        self.decoder = nn.Sequential(nn.Linear(15, 20), nn.ReLU(inplace=True), nn.Linear(20, 81), nn.Sigmoid())

    def forward(self, x, y=None):
        out = self.digits(self.primary(F.relu(self.conv(x))))
        logits = torch.norm(out, dim=-1)
        if y is None:
            y = torch.eye(3).index_select(dim=0, index=logits.argmax(dim=1))
        recon = self.decoder((out * y[:, :, None]).view(out.shape[0], -1))
        return logits, recon.view(-1, 1, 9, 9)

    def loss(self, images, labels, logits, recon):
        h = self.hyper
        left = F.relu(h.m_plus - logits) ** 2
        right = F.relu(logits - h.m_minus) ** 2
        margin = (labels * left + 0.5 * (1.0 - labels) * right).sum(dim=-1).mean()
        return margin + h.decay * F.mse_loss(recon, images, reduction="sum") / images.size(0), margin


hyper = Hyper(routing=2)
print(hyper, Hyper.routing.writes, type(Hyper.decay).__name__)
for bad in ({"routing": 9}, {"decay": 1}, {"m_plus": "high"}, {"routing": True}):
    try:
        Hyper(**bad)
    except (TypeError, ValueError) as e:
        print(f"{type(e).__name__}: {e}")
del hyper.decay
try:
    hyper.decay
except AttributeError as e:
    print(e)
hyper.decay = 0.002

torch.manual_seed(2)
images = torch.rand(6, 1, 9, 9)
target = torch.tensor([0, 1, 2, 0, 1, 2])
for img, k in zip(images, target):
    img[:, k * 3:(k + 1) * 3, :] *= 0.2
onehot = torch.eye(3)[target]
net = CapsNet(hyper)
print(sum(p.numel() for p in net.parameters()), net.digits.W.shape)
opt = torch.optim.Adam(net.parameters(), lr=1e-2)
sched = torch.optim.lr_scheduler.ExponentialLR(opt, gamma=0.95)
for epoch in range(5):
    opt.zero_grad()
    logits, recon = net(images, onehot)
    loss, margin = net.loss(images, onehot, logits, recon)
    loss.backward()
    opt.step()
    sched.step()
    acc = (logits.argmax(1) == target).sum().item() / len(target)
    print(f"Epoch {epoch}: loss {loss.item():.4f} margin {margin.item():.4f} acc {acc:.2%} agree {[f'{a:.3f}' for a in net.digits.agreement]}")
with torch.no_grad():
    logits, recon = net(images[:2])
    print(logits.shape, recon.shape, bool((logits < 1).all()))
    v = squash(torch.tensor([[3.0, 4.0], [0.0, 0.1]]))
    print(v, v.norm(dim=1))
x = torch.zeros(1, 2, requires_grad=True)
squash(x).sum().backward()
print(x.grad)
