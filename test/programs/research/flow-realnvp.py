"""RealNVP normalising flow with exact inverse and log-determinant, and masked autoregressive layers."""
from abc import ABC, abstractmethod
from typing import List, Sequence

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.distributions import MultivariateNormal, Normal, TransformedDistribution, transforms


class Bijector(nn.Module, ABC):
    @abstractmethod
    def forward(self, x):
        ...

    @abstractmethod
    def inverse(self, z):
        ...


class AffineCoupling(Bijector):
    def __init__(self, dim: int, hidden: int, flip: bool):
        super().__init__()
        self.flip = flip
        self.register_buffer("mask", (torch.arange(dim) % 2 == int(flip)).float())
        self.s = nn.Sequential(nn.Linear(dim, hidden), nn.Tanh(), nn.Linear(hidden, dim), nn.Tanh())
        self.t = nn.Sequential(nn.Linear(dim, hidden), nn.Tanh(), nn.Linear(hidden, dim))

    def forward(self, x):
        xm = x * self.mask
        s = self.s(xm) * (1 - self.mask)
        t = self.t(xm) * (1 - self.mask)
        return xm + (1 - self.mask) * (x * torch.exp(s) + t), s.sum(-1)

    def inverse(self, z):
        zm = z * self.mask
        s = self.s(zm) * (1 - self.mask)
        t = self.t(zm) * (1 - self.mask)
        return zm + (1 - self.mask) * (z - t) * torch.exp(-s), -s.sum(-1)

    def extra_repr(self):
        return f"flip={self.flip}"


class ActNorm(Bijector):
    """Data-dependent initialisation on the first batch."""

    def __init__(self, dim):
        super().__init__()
        self.loc = nn.Parameter(torch.zeros(1, dim))
        self.log_scale = nn.Parameter(torch.zeros(1, dim))
        self.register_buffer("initialized", torch.tensor(0, dtype=torch.uint8))

    def initialize(self, x):
        with torch.no_grad():
            mean = x.mean(0, keepdim=True)
            std = x.std(0, keepdim=True)
            self.loc.data.copy_(-mean)
            self.log_scale.data.copy_((1 / (std + 1e-6)).log())

    def forward(self, x):
        if self.training and self.initialized.item() == 0:
            self.initialize(x)
            self.initialized.fill_(1)
        log_det = self.log_scale.sum().expand(x.size(0))
        return self.log_scale.exp() * (x + self.loc), log_det

    def inverse(self, z):
        return z * torch.exp(-self.log_scale) - self.loc, -self.log_scale.sum().expand(z.size(0))


class MaskedLinear(nn.Linear):
    def __init__(self, in_features, out_features, mask):
        super().__init__(in_features, out_features)
        self.register_buffer("mask", mask)

    def forward(self, x):
        return F.linear(x, self.mask * self.weight, self.bias)


class MADE(Bijector):
    def __init__(self, dim, hidden):
        super().__init__()
        deg_in = torch.arange(1, dim + 1)
        deg_h = torch.arange(hidden) % max(1, dim - 1) + 1
        m1 = (deg_h[:, None] >= deg_in[None, :]).float()
        m2 = (deg_in[:, None] > deg_h[None, :]).float()
        self.net = nn.Sequential(MaskedLinear(dim, hidden, m1), nn.ReLU(), MaskedLinear(hidden, 2 * dim, m2.repeat(2, 1)))

    def forward(self, x):
        mu, alpha = self.net(x).chunk(2, 1)
        alpha = torch.tanh(alpha)
        return (x - mu) * torch.exp(-alpha), -alpha.sum(1)

    def inverse(self, z):
        x = torch.zeros_like(z)
        for i in range(z.shape[1]):
            mu, alpha = self.net(x).chunk(2, 1)
            alpha = torch.tanh(alpha)
            x[:, i] = z[:, i] * torch.exp(alpha[:, i]) + mu[:, i]
        return x, alpha.sum(1)


class Flow(nn.Module):
    def __init__(self, layers: Sequence[Bijector], prior):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.prior = prior

    def forward(self, x) -> "tuple[List[torch.Tensor], torch.Tensor]":
        log_det = x.new_zeros(x.shape[0])
        zs = [x]
        for layer in self.layers:
            x, ld = layer.forward(x)
            log_det = log_det + ld
            zs.append(x)
        return zs, log_det

    def log_prob(self, x):
        zs, log_det = self(x)
        return self.prior.log_prob(zs[-1]) + log_det

    @torch.no_grad()
    def sample(self, z):
        for layer in self.layers[::-1]:
            z, _ = layer.inverse(z)
        return z


try:
    Bijector()
except TypeError as e:
    print(e)

torch.manual_seed(7)
dim = 2
n = 32
base = torch.randn(n, dim)
data = torch.stack([base[:, 0] * 0.5, base[:, 1] + 0.25 * base[:, 0] ** 2], 1)
prior = MultivariateNormal(torch.zeros(dim), torch.eye(dim))
layers = []
for i in range(2):
    layers += [ActNorm(dim), AffineCoupling(dim, 8, flip=bool(i % 2))]
layers.append(MADE(dim, 6))
flow = Flow(layers, prior)
print(flow)
opt = torch.optim.Adam(flow.parameters(), lr=1e-2, weight_decay=1e-5)
sched = torch.optim.lr_scheduler.ExponentialLR(opt, gamma=0.8)
for epoch in range(5):
    opt.zero_grad(set_to_none=True)
    loss = -flow.log_prob(data).mean()
    loss.backward()
    gn = nn.utils.clip_grad_norm_(flow.parameters(), max_norm=5.0)
    opt.step()
    sched.step()
    print(f"{epoch=} {loss.item():.4f} |g|={gn.item():.4f} lr={sched.get_last_lr()[0]:.5f}")

flow.eval()
with torch.no_grad():
    zs, ld = flow(data[:4])
    back = flow.sample(zs[-1])
    print((back - data[:4]).abs().max() < 1e-5, ld.shape, len(zs))
    jac = torch.autograd.functional.jacobian(lambda v: flow(v[None])[0][-1][0], data[0])
    print(torch.allclose(torch.linalg.slogdet(jac)[1], ld[0], atol=1e-5))
print(flow.layers[0].initialized, flow.layers[0].loc.data, sep="\n")
affine = TransformedDistribution(Normal(torch.zeros(2), torch.ones(2)), [transforms.AffineTransform(1.0, torch.tensor([0.5, 2.0])), transforms.ExpTransform()])
x = torch.tensor([1.5, 3.0], requires_grad=True)
lp = affine.log_prob(x)
print(lp.detach())
lp.sum().backward()
print(x.grad)
print(flow.layers[-1].net[0].mask, flow.layers[-1].net[2].mask.shape)
