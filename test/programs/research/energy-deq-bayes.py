"""Energy-based model with Langevin sampling, deep equilibrium layer (fixed point, implicit backward hook), Bayes by backprop, MC dropout."""
import math
import typing
from contextlib import contextmanager, suppress, redirect_stdout
from io import StringIO

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import autograd
from torch.distributions import Normal, kl_divergence

T = typing.TypeVar("T", bound=nn.Module)


@contextmanager
def frozen(module: T) -> typing.Iterator[T]:
    flags = [p.requires_grad for p in module.parameters()]
    mode = module.training
    module.eval()
    for p in module.parameters():
        p.requires_grad_(False)
    try:
        yield module
    finally:
        for p, flag in zip(module.parameters(), flags):
            p.requires_grad_(flag)
        module.train(mode)


class Energy(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 16), nn.SiLU(), nn.Linear(16, 16), nn.SiLU(), nn.Linear(16, 1))

    def forward(self, x):
        return self.net(x).squeeze(-1)


def langevin(energy, x, steps=5, step_size=0.1, noise=0.01):
    x = x.clone().detach().requires_grad_(True)
    for _ in range(steps):
        g, = autograd.grad(energy(x).sum(), x)
        x.data.add_(g.clamp(-1, 1), alpha=-step_size)
        x.data += noise * torch.randn_like(x)
    return x.detach()


class DEQ(nn.Module):
    def __init__(self, f, tol=1e-4, max_iter=30):
        super().__init__()
        self.f, self.tol, self.max_iter = f, tol, max_iter

    def solve(self, g, z):
        for i in range(self.max_iter):
            nxt = g(z)
            if (nxt - z).norm() < self.tol * (1e-6 + nxt.norm()):
                break
            z = nxt
        else:
            self.warned = True
        self.iterations = i + 1
        return nxt

    def forward(self, x):
        with torch.no_grad():
            z = self.solve(lambda z: self.f(z, x), torch.zeros_like(x))
        z = self.f(z, x)
        z0 = z.clone().detach().requires_grad_()
        f0 = self.f(z0, x)

        def backward_hook(grad):
            return self.solve(lambda y: autograd.grad(f0, z0, y, retain_graph=True)[0] + grad, grad)

        if z.requires_grad:
            z.register_hook(backward_hook)
        return z


class Cell(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.W = nn.Linear(d, d)
        self.norm = nn.LayerNorm(d)
        with torch.no_grad():
            self.W.weight.mul_(0.3)

    def forward(self, z, x):
        return torch.tanh(self.W(z) * 0.5 + x)


class BayesLinear(nn.Module):
    def __init__(self, i, o, prior=1.0):
        super().__init__()
        self.mu = nn.Parameter(torch.empty(o, i).normal_(0, 0.1))
        self.rho = nn.Parameter(torch.full((o, i), -3.0))
        self.bias = nn.Parameter(torch.zeros(o))
        self.prior = Normal(0.0, prior)

    @property
    def posterior(self):
        return Normal(self.mu, F.softplus(self.rho))

    def kl(self):
        return kl_divergence(self.posterior, self.prior).sum()

    def forward(self, x):
        w = self.posterior.rsample() if self.training else self.mu
        return F.linear(x, w, self.bias)


torch.manual_seed(13)
data = torch.cat([torch.randn(12, 2) * 0.2 + 1, torch.randn(12, 2) * 0.2 - 1])
energy = Energy()
opt = torch.optim.Adam(energy.parameters(), lr=1e-2, betas=(0.0, 0.999))
buffer = torch.rand(24, 2) * 4 - 2
for it in range(4):
    with frozen(energy):
        buffer = langevin(energy, buffer)
    e_pos, e_neg = energy(data + 0.01 * torch.randn_like(data)), energy(buffer)
    loss = e_pos.mean() - e_neg.mean() + 0.1 * (e_pos ** 2 + e_neg ** 2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"ebm {it} loss {loss.item():+.4f} gap {(e_neg.mean() - e_pos.mean()).item():+.4f} training {energy.training}")
print(all(p.requires_grad for p in energy.parameters()), buffer.is_leaf, buffer.grad_fn)

x = torch.randn(6, 4)
target = x.roll(1, dims=1).tanh()
deq = DEQ(Cell(4))
opt = torch.optim.SGD(deq.parameters(), lr=0.3)
for it in range(4):
    z = deq(x)
    loss = F.mse_loss(z, target)
    opt.zero_grad(set_to_none=False)
    loss.backward()
    opt.step()
    print(f"deq {it} loss {loss.item():.5f} iterations {deq.iterations} unused grads {[n for n, p in deq.named_parameters() if p.grad is None]}")
xi = x.double().clone().requires_grad_()
exact = Cell(4).double()
implicit = DEQ(exact, tol=1e-12, max_iter=200)
g1, = autograd.grad(implicit(xi).sum(), xi)
z = torch.zeros_like(xi)
for _ in range(60):
    z = exact(z, xi)
g2, = autograd.grad(z.sum(), xi)
print("implicit equals unrolled", torch.allclose(g1, g2, atol=1e-8), hasattr(implicit, "warned"))
print(autograd.gradcheck(lambda v: exact(v, v), (xi,)))

net = nn.Sequential(BayesLinear(1, 8), nn.Tanh(), BayesLinear(8, 1))
xs = torch.linspace(-1, 1, 10).unsqueeze(1)
ys = xs ** 3 + 0.05 * torch.randn_like(xs)
opt = torch.optim.Adam(net.parameters(), lr=2e-2)
for it in range(4):
    kl = sum(m.kl() for m in net if isinstance(m, BayesLinear))
    nll = -Normal(net(xs), 0.1).log_prob(ys).sum()
    elbo = nll + kl / 10
    opt.zero_grad()
    elbo.backward()
    opt.step()
    print(f"bayes {it} nll {nll.item():.3f} kl {kl.item():.3f}")
with torch.no_grad():
    draws = torch.stack([net(xs) for _ in range(5)])
    net.eval()
    print(draws.std(0).mean().item() > 0, torch.equal(net(xs), net(xs)), draws.quantile(torch.tensor([0.1, 0.9]), dim=0).shape)

drop = nn.Sequential(nn.Linear(1, 16), nn.ReLU(), nn.Dropout(0.5), nn.AlphaDropout(0.1), nn.Linear(16, 1))
drop.eval()
for m in drop.modules():
    if m.__class__.__name__.endswith("Dropout"):
        m.train()
samples = torch.stack([drop(xs) for _ in range(3)])
print(f"mc dropout {samples.mean().item():.4f} {samples.var(0).mean().item():.5f}")
with redirect_stdout(StringIO()) as out:
    print("captured", torch.ones(2))
print(repr(out.getvalue()))
with suppress(ZeroDivisionError, KeyError):
    {}["missing"]
    print("never")
try:
    with frozen(drop):
        raise RuntimeError("inside")
except RuntimeError as e:
    print(e, drop[0].weight.requires_grad, drop.training)
