"""Tiny NeRF (positional encoding, volume rendering), a hypernetwork, Fourier features, implicit differentiation, influence functions."""
import math
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from typing import NamedTuple

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.func import functional_call, grad, jacrev, vmap
from torch.nn.utils import parameters_to_vector, vector_to_parameters

torch.manual_seed(5)
torch.set_printoptions(precision=3, sci_mode=False)


class Rays(NamedTuple):
    origins: torch.Tensor
    directions: torch.Tensor

    @classmethod
    def from_camera(cls, h, w, focal, pose):
        i, j = torch.meshgrid(torch.arange(w, dtype=torch.float32), torch.arange(h, dtype=torch.float32), indexing="xy")
        dirs = torch.stack([(i - w * 0.5) / focal, -(j - h * 0.5) / focal, -torch.ones_like(i)], -1)
        d = torch.sum(dirs[..., None, :] * pose[:3, :3], -1)
        return cls(pose[:3, -1].expand(d.shape), d)

    def __len__(self):
        return self.directions.shape[0] * self.directions.shape[1]


def encode(x, bands=3):
    out = [x]
    for i in range(bands):
        for fn in (torch.sin, torch.cos):
            out.append(fn(2.0 ** i * x))
    return torch.cat(out, -1)


class NeRF(nn.Module):
    def __init__(self, hidden=16, skip=1):
        super().__init__()
        self.skip = skip
        dim = 3 + 3 * 2 * 3
        self.layers = nn.ModuleList([nn.Linear(dim, hidden), nn.Linear(hidden + dim if skip == 1 else hidden, hidden), nn.Linear(hidden, hidden)])
        self.out = nn.Linear(hidden, 4)

    def forward(self, x):
        inp = x = encode(x)
        for i, layer in enumerate(self.layers):
            if i == self.skip:
                x = torch.cat([x, inp], -1)
            x = F.relu(layer(x))
        return self.out(x)


def render(model, rays, near=1.0, far=3.0, samples=6, generator=None):
    z = torch.linspace(near, far, samples)
    z = z + torch.rand(*rays.origins.shape[:-1], samples, generator=generator) * (far - near) / samples
    pts = rays.origins[..., None, :] + rays.directions[..., None, :] * z[..., :, None]
    raw = model(pts)
    sigma, rgb = F.relu(raw[..., 3]), torch.sigmoid(raw[..., :3])
    dists = torch.cat([z[..., 1:] - z[..., :-1], torch.full_like(z[..., :1], 1e10)], -1)
    alpha = 1.0 - torch.exp(-sigma * dists)
    trans = torch.cumprod(torch.cat([torch.ones_like(alpha[..., :1]), 1.0 - alpha + 1e-10], -1), -1)[..., :-1]
    weights = alpha * trans
    return (weights[..., None] * rgb).sum(-2), (weights * z).sum(-1), weights.sum(-1)


pose = torch.eye(4)
pose[2, 3] = 2.0
rays = Rays.from_camera(4, 4, 5.0, pose)
print(len(rays), rays.origins.shape, rays._asdict().keys())
target = torch.zeros(4, 4, 3)
target[1:3, 1:3, 0] = 1.0
model = NeRF()
opt = torch.optim.Adam(model.parameters(), lr=1e-2)
g = torch.Generator().manual_seed(0)
for i in range(6):
    rgb, depth, acc = render(model, rays, generator=g)
    loss = F.mse_loss(rgb, target)
    opt.zero_grad()
    loss.backward()
    opt.step()
    if i % 2:
        print(f"iter {i} loss {loss.item():.4f} psnr {-10 * math.log10(loss.item()):.2f} depth {depth.mean().item():.2f} acc {acc.mean().item():.3f}")


class HyperNetwork(nn.Module):
    """Makes the weights of a small network from an embedding."""

    def __init__(self, main: nn.Module, z_dim=4):
        super().__init__()
        self.shapes = {n: p.shape for n, p in main.named_parameters()}
        self.main = [main]
        self.total = sum(s.numel() for s in self.shapes.values())
        self.net = nn.Sequential(nn.Linear(z_dim, 16), nn.Tanh(), nn.Linear(16, self.total))
        with torch.no_grad():
            self.net[-1].weight.mul_(0.1)

    def weights(self, z):
        flat = self.net(z)
        sizes = [s.numel() for s in self.shapes.values()]
        return {n: chunk.view(s) for (n, s), chunk in zip(self.shapes.items(), flat.split(sizes))}

    def forward(self, z, x):
        return functional_call(self.main[0], self.weights(z), (x,))


main = nn.Sequential(nn.Linear(1, 6), nn.Tanh(), nn.Linear(6, 1))
hyper = HyperNetwork(main)
print(hyper.total, len(list(hyper.parameters())))
zs = nn.Embedding(3, 4)
opt = torch.optim.Adam([*hyper.parameters(), *zs.parameters()], lr=2e-2)
xs = torch.linspace(-1, 1, 7).unsqueeze(1)
for step in range(5):
    total = sum(F.mse_loss(hyper(zs.weight[k], xs), torch.sin((k + 1) * xs)) for k in range(3)) / 3
    opt.zero_grad()
    total.backward()
    opt.step()
    print(f"hyper {step} {total.item():.4f}")
print(all(p.grad is None for p in main.parameters()), zs.weight.grad.shape)

# Implicit differentiation of ridge regression's solution with respect to its regulariser.
X, y = torch.randn(8, 3), torch.randn(8)
lam = torch.tensor(0.3, requires_grad=True)
solve = lambda l: torch.linalg.solve(X.T @ X + l * torch.eye(3), X.T @ y)
direct = torch.autograd.functional.jacobian(solve, lam)
w = solve(lam).detach().requires_grad_()
inner_grad = lambda w, l: X.T @ (X @ w - y) + l * w
H = jacrev(inner_grad, argnums=0)(w.detach(), lam.detach())
cross = jacrev(inner_grad, argnums=1)(w.detach(), lam.detach())
print(torch.allclose(direct, -torch.linalg.solve(H, cross), atol=1e-5), -torch.linalg.solve(H, cross))


# Influence functions: inverse-Hessian-vector products by conjugate gradients over Hessian-vector products.
def hvp(loss_fn, params, v):
    grads = torch.autograd.grad(loss_fn(), params, create_graph=True)
    flat = torch.cat([g.reshape(-1) for g in grads])
    return torch.cat([h.reshape(-1) for h in torch.autograd.grad(flat @ v, params)])


def conjugate_gradient(A, b, iters=10, tol=1e-8):
    x, r = torch.zeros_like(b), b.clone()
    p, rs = r.clone(), b @ b
    for _ in range(iters):
        Ap = A(p)
        a = rs / (p @ Ap)
        x, r = x + a * p, r - a * Ap
        new = r @ r
        if new < tol:
            break
        p, rs = r + new / rs * p, new
    return x


clf = nn.Linear(3, 1)
labels = (y > 0).float()
params = tuple(clf.parameters())
loss_fn = lambda: F.binary_cross_entropy_with_logits(clf(X).squeeze(1), labels) + 0.05 * sum(p.pow(2).sum() for p in params)
lbfgs = torch.optim.LBFGS(params, max_iter=20, line_search_fn="strong_wolfe")
lbfgs.step(lambda: (lbfgs.zero_grad(), (l := loss_fn()).backward(), l)[-1])
print(f"fitted {loss_fn().item():.4f} |g| {parameters_to_vector(torch.autograd.grad(loss_fn(), params)).norm().item():.1e}")
test_grad = torch.cat([g.reshape(-1) for g in torch.autograd.grad(F.binary_cross_entropy_with_logits(clf(X[:1]).squeeze(1), labels[:1]), params)])
ihvp = conjugate_gradient(partial(hvp, loss_fn, params), test_grad)
print("residual", f"{(hvp(loss_fn, params, ihvp) - test_grad).norm().item():.0e}"[-3:] < "e-03")
named = dict(clf.named_parameters())
one = lambda p, x, t: F.binary_cross_entropy_with_logits(functional_call(clf, p, (x,)).squeeze(-1), t)
per_sample = vmap(grad(one), in_dims=(None, 0, 0))({k: v.detach() for k, v in named.items()}, X, labels)
scores = -torch.cat([per_sample["weight"].reshape(8, -1), per_sample["bias"]], 1) @ ihvp
print({k: tuple(v.shape) for k, v in per_sample.items()}, scores.argsort().tolist())
backup = parameters_to_vector(params).detach().clone()
vector_to_parameters(torch.zeros(4), params)
print(f"{loss_fn().item():.4f}", end=" ")
vector_to_parameters(backup, params)
print(f"{loss_fn().item():.4f}", clf.weight.requires_grad)
