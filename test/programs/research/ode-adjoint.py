"""A neural ODE with the adjoint method as an autograd.Function, Runge-Kutta tableaus, an adaptive solver, and a continuous flow's trace."""
import cmath
from dataclasses import dataclass
from fractions import Fraction
from math import isclose
from typing import Callable, Protocol, Tuple, runtime_checkable

import torch
from torch import Tensor, nn
from torch.autograd import Function


@runtime_checkable
class VectorField(Protocol):
    nfe: int

    def __call__(self, t: Tensor, y: Tensor) -> Tensor: ...


@dataclass(frozen=True, slots=True)
class Tableau:
    name: str
    a: Tuple[Tuple[Fraction, ...], ...]
    b: Tuple[Fraction, ...]
    order: int

    @property
    def c(self):
        return tuple(sum(row, Fraction(0)) for row in self.a)

    def step(self, f, t, y, h):
        ks = []
        for c, row in zip(self.c, self.a):
            inner = y
            for coefficient, k in zip(row, ks):
                if coefficient:
                    inner = inner + h * float(coefficient) * k
            ks.append(f(t + h * float(c), inner))
        return y + h * sum(float(b) * k for b, k in zip(self.b, ks))

    def consistent(self):
        return sum(self.b) == 1 and sum(b * c for b, c in zip(self.b, self.c)) == Fraction(1, 2)


half = Fraction(1, 2)
EULER = Tableau("euler", ((),), (Fraction(1),), 1)
MIDPOINT = Tableau("midpoint", ((), (half,)), (Fraction(0), Fraction(1)), 2)
RK4 = Tableau("rk4", ((), (half,), (Fraction(0), half), (Fraction(0), Fraction(0), Fraction(1))), tuple(Fraction(n, 6) for n in (1, 2, 2, 1)), 4)


def integrate(f, y0, t0, t1, steps, tableau=RK4):
    h, y, t = (t1 - t0) / steps, y0, t0
    for _ in range(steps):
        y = tableau.step(f, t, y, h)
        t = t + h
    return y


def adaptive(f, y0, t0, t1, tol=1e-3):
    t, y, h, accepted, rejected = t0, y0, (t1 - t0) / 4, 0, 0
    while t < t1 - 1e-9:
        h = min(h, t1 - t)
        once = RK4.step(f, t, y, h)
        twice = RK4.step(f, t + h / 2, RK4.step(f, t, y, h / 2), h / 2)
        error = (once - twice).abs().max().item()
        if error <= tol:
            t, y, accepted = t + h, twice, accepted + 1
            h *= 1.5 if error < tol / 10 else 1.0
        else:
            h, rejected = h / 2, rejected + 1
    return y, accepted, rejected


class Adjoint(Function):
    @staticmethod
    def forward(ctx, y0, field, steps, *params):
        ctx.field, ctx.steps = field, steps
        with torch.no_grad():
            y1 = integrate(field, y0, 0.0, 1.0, steps)
        ctx.save_for_backward(y1, *params)
        return y1

    @staticmethod
    def backward(ctx, grad):
        y1, *params = ctx.saved_tensors
        field, n = ctx.field, y1.numel()
        sizes = [p.numel() for p in params]

        def augmented(t, state):
            y, a = state[:n].view_as(y1), state[n : 2 * n].view_as(y1)
            with torch.enable_grad():
                y = y.detach().requires_grad_()
                out = field(t, y)
                grads = torch.autograd.grad(out, (y, *params), -a, allow_unused=True)
            flat = [torch.zeros(s) if g is None else g.reshape(-1) for g, s in zip(grads, (n, *sizes))]
            return torch.cat([out.detach().reshape(-1), *flat])

        state = torch.cat([y1.reshape(-1), grad.reshape(-1), torch.zeros(sum(sizes))])
        state = integrate(augmented, state, 1.0, 0.0, ctx.steps)
        pieces = state[2 * n :].split(sizes)
        return state[n : 2 * n].view_as(y1), None, None, *(p.view_as(q) for p, q in zip(pieces, params))


class Field(nn.Module):
    def __init__(self, dim=2, hidden=12):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(dim, hidden), nn.Tanh(), nn.Linear(hidden, dim))
        self.gate = nn.Parameter(torch.zeros(1))
        self.nfe = 0

    def forward(self, t, y):
        self.nfe += 1
        return self.net(y) * torch.sigmoid(self.gate + t)


def exact(y0, t):
    """A damped rotation, from its complex eigenvalue."""
    growth = cmath.exp(complex(-0.2, 2.0) * t)
    z = [complex(*row) * growth for row in y0.tolist()]
    return torch.tensor([[w.real, w.imag] for w in z]), cmath.polar(growth)


torch.manual_seed(7)
print([(x.name, x.consistent(), x.c[-1]) for x in (EULER, MIDPOINT, RK4)])
y0 = torch.randn(8, 2)
target, (radius, phase) = exact(y0, 1.0)
print(f"radius {radius:.4f}, phase {phase:.4f}", isclose(radius, 0.8187, rel_tol=1e-3))
field = Field()
print(isinstance(field, VectorField), isinstance(nn.Identity(), VectorField))
by_method = {}
for method in ("direct", "adjoint"):
    field.zero_grad()
    start = y0.clone().requires_grad_()
    out = Adjoint.apply(start, field, 10, *field.parameters()) if method == "adjoint" else integrate(field, start, 0.0, 1.0, 10)
    loss = (out - target).square().mean()
    loss.backward()
    by_method[method] = [p.grad.clone() for p in field.parameters()] + [start.grad]
    print(method, f"{loss.item():.4f}", out.grad_fn.name())
print(all(torch.allclose(a, b, atol=1e-4) for a, b in zip(*by_method.values())))
optimizer = torch.optim.Adam(field.parameters(), lr=0.05)
for step in range(6):
    loss = (Adjoint.apply(y0, field, 5, *field.parameters()) - target).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, f"{loss.item():.3f}", end=" " if step % 3 < 2 else "\n")
with torch.no_grad():
    y, accepted, rejected = adaptive(field, y0, 0.0, 1.0, tol=1e-4)
print(accepted > 0, rejected >= 0, (y - integrate(field, y0, 0.0, 1.0, 40)).abs().max().item() < 1e-2)
y = y0.clone().requires_grad_()
out = field(0.5, y)
trace = sum(torch.autograd.grad(out[:, i].sum(), y, create_graph=True)[0][:, i] for i in range(2))
print(trace.shape, trace.requires_grad, torch.func.vmap(lambda r: torch.func.jacrev(lambda v: field(0.5, v))(r).trace())(y0).sub(trace).abs().max().item() < 1e-5)
