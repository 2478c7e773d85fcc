"""Gaussian-process regression with learned kernels, SVGD particles, kernel density, MMD, Sinkhorn, spectral clustering."""
import math
from abc import abstractmethod
from functools import cached_property, reduce
from itertools import product
from operator import add, mul

import torch
from torch import nn
from torch.distributions import MultivariateNormal, Normal, constraints


class Kernel(nn.Module):
    def __add__(self, other):
        return Combined(add, self, other)

    def __mul__(self, other):
        return Combined(mul, self, other)

    @abstractmethod
    def forward(self, a, b):
        raise NotImplementedError


class Positive(nn.Module):
    def forward(self, x):
        return nn.functional.softplus(x)

    def right_inverse(self, y):
        return y + torch.log(-torch.expm1(-y))


class RBF(Kernel):
    def __init__(self, lengthscale=1.0, variance=1.0):
        super().__init__()
        self.lengthscale = nn.Parameter(torch.tensor(float(lengthscale)))
        self.variance = nn.Parameter(torch.tensor(float(variance)))
        for name in ("lengthscale", "variance"):
            torch.nn.utils.parametrize.register_parametrization(self, name, Positive())

    def forward(self, a, b):
        d2 = torch.cdist(a / self.lengthscale, b / self.lengthscale).square()
        return self.variance * torch.exp(-0.5 * d2)


class Periodic(Kernel):
    def __init__(self, period=1.0):
        super().__init__()
        self.log_period = nn.Parameter(torch.tensor(math.log(period)))

    def forward(self, a, b):
        d = (a[:, None, :] - b[None, :, :]).abs().sum(-1)
        return torch.exp(-2 * torch.sin(math.pi * d / self.log_period.exp()) ** 2)


class Combined(Kernel):
    def __init__(self, op, *parts):
        super().__init__()
        self.op, self.parts = op, nn.ModuleList(parts)

    def forward(self, a, b):
        return reduce(self.op, (k(a, b) for k in self.parts))

    def extra_repr(self):
        return self.op.__name__


class GP(nn.Module):
    def __init__(self, kernel, noise=0.1):
        super().__init__()
        self.kernel = kernel
        self.log_noise = nn.Parameter(torch.tensor(math.log(noise)))

    def nll(self, x, y):
        K = self.kernel(x, x) + self.log_noise.exp() * torch.eye(len(x))
        L = torch.linalg.cholesky(K)
        alpha = torch.cholesky_solve(y.unsqueeze(1), L)
        return 0.5 * (y @ alpha.squeeze(1)) + L.diagonal().log().sum() + 0.5 * len(x) * math.log(2 * math.pi)

    @torch.no_grad()
    def predict(self, x, y, xs):
        K = self.kernel(x, x) + self.log_noise.exp() * torch.eye(len(x))
        Ks = self.kernel(x, xs)
        L, info = torch.linalg.cholesky_ex(K)
        v = torch.linalg.solve_triangular(L, Ks, upper=False)
        mean = Ks.T @ torch.cholesky_solve(y[:, None], L)
        return mean.squeeze(1), (self.kernel(xs, xs) - v.T @ v).diagonal(), info.item()


torch.manual_seed(9)
x = torch.linspace(0, 3, 12).unsqueeze(1)
y = torch.sin(2 * x).squeeze(1) + 0.1 * torch.randn(12)
gp = GP(RBF(0.8) + Periodic(2.0) * RBF(2.0))
print(gp)
print([n for n, _ in gp.named_parameters()])
opt = torch.optim.Adam(gp.parameters(), lr=0.05)
for it in range(5):
    opt.zero_grad()
    loss = gp.nll(x, y)
    loss.backward()
    opt.step()
    print(f"gp {it} nll {loss.item():.4f} noise {gp.log_noise.exp().item():.4f} length {gp.kernel.parts[0].lengthscale.item():.4f}")
mean, var, info = gp.predict(x, y, torch.tensor([[0.5], [1.5], [5.0]]))
print((mean - torch.sin(2 * torch.tensor([0.5, 1.5, 5.0]))).abs()[:2].max() < 0.3, (var[2] > var[0]).item(), info)
K = gp.kernel(x, x).detach() + 0.1 * torch.eye(12)
mvn = MultivariateNormal(torch.zeros(12), covariance_matrix=K)
print(torch.allclose(-mvn.log_prob(y), 0.5 * (y @ torch.linalg.solve(K, y)) + 0.5 * torch.logdet(K) + 6 * math.log(2 * math.pi), atol=1e-3), mvn.mean.shape)


def svgd(particles, log_prob, steps=5, lr=0.5):
    for _ in range(steps):
        p = particles.detach().requires_grad_(True)
        score, = torch.autograd.grad(log_prob(p).sum(), p)
        d2 = torch.pdist(p.detach()).square()
        h = d2.median() / math.log(len(p) + 1)
        k = torch.exp(-torch.cdist(p, p.detach()).square() / h)
        repulse, = torch.autograd.grad(k.sum(), p)
        particles = particles + lr * (k.detach() @ score - repulse) / len(p)
    return particles


target = Normal(torch.tensor([1.0, -1.0]), torch.tensor([0.5, 1.0]))
start = torch.randn(8, 2)
moved = svgd(start, lambda p: target.log_prob(p).sum(1))
print("svgd", (moved.mean(0) - target.mean).norm() < (start.mean(0) - target.mean).norm(), [f"{v:.3f}" for v in moved.mean(0).tolist()])


def mmd(a, b, bands=(0.5, 1.0, 2.0)):
    def k(u, v):
        d = torch.cdist(u, v).square()
        return sum(torch.exp(-d / (2 * s ** 2)) for s in bands) / len(bands)
    return k(a, a).mean() + k(b, b).mean() - 2 * k(a, b).mean()


def sinkhorn(cost, eps=0.2, iters=15):
    n, m = cost.shape
    log_a, log_b = torch.full((n,), -math.log(n)), torch.full((m,), -math.log(m))
    f, g = torch.zeros(n), torch.zeros(m)
    for _ in range(iters):
        f = -eps * torch.logsumexp((g - cost) / eps + log_b, dim=1)
        g = -eps * torch.logsumexp((f[:, None] - cost) / eps + log_a[:, None], dim=0)
    plan = torch.exp((f[:, None] + g - cost) / eps + log_a[:, None] + log_b)
    return (plan * cost).sum(), plan


a, b = torch.randn(6, 2), torch.randn(6, 2) + 1
shift = nn.Parameter(torch.zeros(2))
opt = torch.optim.SGD([shift], lr=0.5)
for it in range(4):
    opt.zero_grad()
    cost = torch.cdist(a + shift, b).square()
    w, plan = sinkhorn(cost / cost.max().detach())
    (w + mmd(a + shift, b)).backward()
    opt.step()
    print(f"transport {it} {w.item():.4f} shift {[round(v, 3) for v in shift.tolist()]} rows {torch.allclose(plan.sum(0), torch.full((6,), 1 / 6), atol=1e-3)}")

points = torch.cat([torch.randn(5, 2) * 0.2, torch.randn(5, 2) * 0.2 + 3])
W = torch.exp(-torch.cdist(points, points).square())
D = W.sum(1)
lap = torch.eye(10) - W / (D.sqrt()[:, None] * D.sqrt()[None, :])
vals, vecs = torch.linalg.eigh(lap)
side = vecs[:, 1] > 0
print("clusters", side.shape, side.dtype, vals[0].abs().item() < 1e-5, (vals[1] < 0.1).item())
U, S, Vh = torch.linalg.svd(points - points.mean(0), full_matrices=False)
print("pca", S.shape, (S[0] > 3 * S[1]).item(), torch.allclose((U * S) @ Vh, points - points.mean(0), atol=1e-5))
print(constraints.positive.check(torch.tensor([1.0, -1.0])), torch.linalg.matrix_rank(lap).item(), torch.linalg.cond(torch.diag(torch.tensor([4.0, 2.0]))))
try:
    torch.linalg.cholesky(torch.tensor([[1.0, 2.0], [2.0, 1.0]]))
except torch.linalg.LinAlgError as e:
    print(type(e).__name__, str(e)[:70])
try:
    Kernel()(x, x)
except NotImplementedError as e:
    print("NotImplementedError", repr(str(e)))
