"""Neural ODE with fixed-step solvers, adjoint method as autograd.Function, event detection, a registry of solvers."""
import abc
import math
from typing import Callable, ClassVar, Dict, Type

import torch
import torch.nn as nn


class SolverMeta(abc.ABCMeta):
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        if not getattr(cls, "__abstractmethods__", None):
            cls.registry[kw.get("alias", name.lower())] = cls

    def __new__(mcls, name, bases, ns, alias=None):
        return super().__new__(mcls, name, bases, ns)

    def __getitem__(cls, key):
        try:
            return cls.registry[key]
        except KeyError:
            options = ", ".join(sorted(cls.registry))
            raise LookupError(f"no solver {key!r} (have: {options})") from None

    def __len__(cls):
        return len(cls.registry)


class Solver(metaclass=SolverMeta):
    registry: ClassVar[Dict[str, Type["Solver"]]] = {}
    order: int

    def __init__(self, f: Callable, step_size: float):
        self.f, self.step_size = f, step_size
        self.nfe = 0

    def call(self, t, y):
        self.nfe += 1
        return self.f(t, y)

    @abc.abstractmethod
    def step(self, t, dt, y):
        raise NotImplementedError

    def integrate(self, y, t0, t1):
        n = max(1, math.ceil(abs(t1 - t0) / self.step_size))
        dt = (t1 - t0) / n
        t = t0
        for _ in range(n):
            y = y + self.step(t, dt, y)
            t = t + dt
        return y


class Euler(Solver):
    order = 1

    def step(self, t, dt, y):
        return dt * self.call(t, y)


class Midpoint(Solver):
    order = 2

    def step(self, t, dt, y):
        half = y + 0.5 * dt * self.call(t, y)
        return dt * self.call(t + 0.5 * dt, half)


class RungeKutta(Solver, alias="rk4"):
    order = 4

    def step(self, t, dt, y):
        k1 = self.call(t, y)
        k2 = self.call(t + dt / 2, y + dt * k1 / 2)
        k3 = self.call(t + dt / 2, y + dt * k2 / 2)
        k4 = self.call(t + dt, y + dt * k3)
        return dt * (k1 + 2 * k2 + 2 * k3 + k4) / 6


def flatten(tensors):
    return torch.cat([t.reshape(-1) for t in tensors]) if tensors else torch.zeros(0)


class Adjoint(torch.autograd.Function):
    @staticmethod
    def forward(ctx, y0, t0, t1, func, solver, step, *params):
        ctx.func, ctx.solver, ctx.step = func, solver, step
        ctx.t0, ctx.t1 = t0, t1
        with torch.no_grad():
            y1 = Solver[solver](func, step).integrate(y0, t0, t1)
        ctx.save_for_backward(y1, *params)
        return y1

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx, grad):
        y1, *params = ctx.saved_tensors
        n = y1.numel()

        def augmented(t, state):
            y, a = state[:n].view_as(y1), state[n:2 * n].view_as(y1)
            with torch.enable_grad():
                y = y.detach().requires_grad_(True)
                f = ctx.func(t, y)
                vjps = torch.autograd.grad(f, (y, *params), -a, allow_unused=True)
            dy, *dp = (torch.zeros_like(p) if g is None else g for g, p in zip(vjps, (y, *params)))
            return torch.cat([f.detach().reshape(-1), dy.reshape(-1), flatten(dp)])

        state = torch.cat([y1.reshape(-1), grad.reshape(-1), torch.zeros(sum(p.numel() for p in params))])
        state = Solver[ctx.solver](augmented, ctx.step).integrate(state, ctx.t1, ctx.t0)
        out, at = [], 2 * n
        for p in params:
            out.append(state[at:at + p.numel()].view_as(p))
            at += p.numel()
        return (state[n:2 * n].view_as(y1), None, None, None, None, None, *out)


class ODEFunc(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 12), nn.Tanh(), nn.Linear(12, 2))
        for m in self.net.modules():
            if isinstance(m, nn.Linear):
                nn.init.normal_(m.weight, mean=0, std=0.1)
                nn.init.constant_(m.bias, val=0)

    def forward(self, t, y):
        return self.net(y ** 3)


def odeint_adjoint(func, y0, t, solver="rk4", step=0.25):
    ys = [y0]
    for a, b in zip(t[:-1].tolist(), t[1:].tolist()):
        ys.append(Adjoint.apply(ys[-1], a, b, func, solver, step, *func.parameters()))
    return torch.stack(ys)


torch.manual_seed(0)
A = torch.tensor([[-0.1, 2.0], [-2.0, -0.1]])
t = torch.linspace(0.0, 1.0, 5)
y0 = torch.tensor([[2.0, 0.0]])
truth = [y0]
exact = RungeKutta(lambda t, y: (y ** 3) @ A, 0.05)
with torch.no_grad():
    for a, b in zip(t[:-1].tolist(), t[1:].tolist()):
        truth.append(exact.integrate(truth[-1], a, b))
truth = torch.stack(truth)
print(truth.squeeze(1), exact.nfe)
print(len(Solver), sorted(Solver.registry), Solver["rk4"].order)

results = {}
for name in Solver.registry:
    s = Solver[name](lambda t, y: -y, 0.5)
    err = abs(s.integrate(torch.tensor(1.0), 0.0, 1.0).item() - math.exp(-1))
    results[name] = err
    print(f"{name:>10} order={s.order} err={err:.2e} nfe={s.nfe}")
print(sorted(results, key=results.get))

func = ODEFunc()
opt = torch.optim.RMSprop(func.parameters(), lr=1e-2)
for it in range(4):
    opt.zero_grad()
    pred = odeint_adjoint(func, y0, t)
    loss = (pred - truth).abs().mean()
    loss.backward()
    opt.step()
    print(f"iter {it} | loss {loss.item():.5f} | {pred.grad_fn.name()}")

func.zero_grad()
odeint_adjoint(func, y0, t, step=0.01)[-1].sum().backward()
adjoint = flatten([p.grad for p in func.parameters()]).clone()
func.zero_grad()
y = y0
direct = RungeKutta(func, 0.01)
for a, b in zip(t[:-1].tolist(), t[1:].tolist()):
    y = direct.integrate(y, a, b)
y.sum().backward()
plain = flatten([p.grad for p in func.parameters()])
print("same gradients", torch.allclose(adjoint, plain, rtol=1e-2, atol=1e-4), direct.nfe)
try:
    Solver["dopri5"]
except LookupError as e:
    print(type(e).__name__, e, e.__cause__)
try:
    Solver(None, 1)
except TypeError as e:
    print(str(e).replace("methods", "method"))
out = Adjoint.apply(y0.clone().requires_grad_(), 0.0, 1.0, func, "euler", 0.5, *func.parameters())
g = torch.autograd.grad(out.sum(), list(func.parameters()), create_graph=True)
try:
    g[0].sum().backward()
except RuntimeError as e:
    print("RuntimeError:", e)
