"""Optimizer wrappers people publish: SAM, Lookahead, gradient centralisation, PCGrad, SWA, LARS, all on a two-task net."""
import itertools
import math
import random
import warnings
from collections import defaultdict
from copy import deepcopy
from typing import Callable, Iterable, Optional

import torch
from torch import nn
import torch.nn.functional as F
from torch.optim.optimizer import Optimizer


class SAM(torch.optim.Optimizer):
    def __init__(self, params, base_optimizer, rho=0.05, adaptive=False, **kwargs):
        assert rho >= 0.0, f"Invalid rho, should be non-negative: {rho}"
        defaults = dict(rho=rho, adaptive=adaptive, **kwargs)
        super(SAM, self).__init__(params, defaults)
        self.base_optimizer = base_optimizer(self.param_groups, **kwargs)
        self.param_groups = self.base_optimizer.param_groups
        self.defaults.update(self.base_optimizer.defaults)

    @torch.no_grad()
    def first_step(self, zero_grad=False):
        grad_norm = self._grad_norm()
        for group in self.param_groups:
            scale = group["rho"] / (grad_norm + 1e-12)
            for p in group["params"]:
                if p.grad is None:
                    continue
                self.state[p]["old_p"] = p.data.clone()
                e_w = (torch.pow(p, 2) if group["adaptive"] else 1.0) * p.grad * scale.to(p)
                p.add_(e_w)
        if zero_grad:
            self.zero_grad()

    @torch.no_grad()
    def second_step(self, zero_grad=False):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                p.data = self.state[p]["old_p"]
        self.base_optimizer.step()
        if zero_grad:
            self.zero_grad()

    @torch.no_grad()
    def step(self, closure=None):
        assert closure is not None, "Sharpness Aware Minimization requires closure, but it was not provided"
        closure = torch.enable_grad()(closure)
        self.first_step(zero_grad=True)
        closure()
        self.second_step()

    def _grad_norm(self):
        return torch.norm(
            torch.stack([
                ((torch.abs(p) if group["adaptive"] else 1.0) * p.grad).norm(p=2)
                for group in self.param_groups for p in group["params"] if p.grad is not None
            ]),
            p=2,
        )


class Lookahead(Optimizer):
    def __init__(self, optimizer, k=3, alpha=0.5):
        self.optimizer, self.k, self.alpha = optimizer, k, alpha
        self.param_groups = self.optimizer.param_groups
        self.state = defaultdict(dict)
        self.fast_state = self.optimizer.state
        for group in self.param_groups:
            group["counter"] = 0

    def update(self, group):
        for fast in group["params"]:
            param_state = self.state[fast]
            if "slow_param" not in param_state:
                param_state["slow_param"] = torch.zeros_like(fast.data)
                param_state["slow_param"].copy_(fast.data)
            slow = param_state["slow_param"]
            slow += (fast.data - slow) * self.alpha
            fast.data.copy_(slow)

    def step(self, closure=None):
        loss = self.optimizer.step(closure)
        for group in self.param_groups:
            if group["counter"] == 0:
                self.update(group)
            group["counter"] = (group["counter"] + 1) % self.k
        return loss

    def zero_grad(self, set_to_none=True):
        self.optimizer.zero_grad(set_to_none)


class LARS(Optimizer):
    def __init__(self, params, lr=0.1, momentum=0.9, eta=1e-2):
        if lr < 0.0:
            raise ValueError("Invalid learning rate: {}".format(lr))
        super().__init__(params, dict(lr=lr, momentum=momentum, eta=eta))

    @torch.no_grad()
    def step(self, closure: Optional[Callable[[], float]] = None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for g in self.param_groups:
            for p in g["params"]:
                if (d := p.grad) is None:
                    continue
                if p.ndim > 1:
                    pn, un = torch.norm(p), torch.norm(d)
                    one = torch.ones_like(pn)
                    q = torch.where(pn > 0, torch.where(un > 0, g["eta"] * pn / un, one), one)
                    d = d.mul(q)
                state = self.state[p]
                if "mu" not in state:
                    state["mu"] = torch.zeros_like(p)
                state["mu"].mul_(g["momentum"]).add_(d)
                p.add_(state["mu"], alpha=-g["lr"])
        return loss


class PCGrad:
    def __init__(self, optimizer, rng):
        self._optim, self._rng = optimizer, rng
        self.conflicts = 0

    def __getattr__(self, name):
        return getattr(self._optim, name)

    def pc_backward(self, objectives):
        grads, shapes = [], None
        for obj in objectives:
            self._optim.zero_grad()
            obj.backward(retain_graph=obj is not objectives[-1])
            parts = [torch.zeros_like(p) if p.grad is None else p.grad.clone() for g in self._optim.param_groups for p in g["params"]]
            shapes = [p.shape for p in parts]
            grads.append(torch.cat([p.flatten() for p in parts]))
        merged = deepcopy(grads)
        for g_i in merged:
            order = list(range(len(grads)))
            self._rng.shuffle(order)
            for j in order:
                dot = torch.dot(g_i, grads[j])
                if dot < 0:
                    self.conflicts += 1
                    g_i -= dot * grads[j] / (grads[j].norm() ** 2)
        total = torch.stack(merged).sum(dim=0)
        at = 0
        for p in (p for g in self._optim.param_groups for p in g["params"]):
            p.grad = total[at:at + p.numel()].view_as(p).clone()
            at += p.numel()


def centralize(opt):
    """Subtracts the mean of each weight's gradient before the step."""
    def hook(optimizer, args, kwargs):
        for group in optimizer.param_groups:
            for p in group["params"]:
                if p.grad is not None and p.grad.dim() > 1:
                    p.grad.sub_(p.grad.mean(dim=tuple(range(1, p.grad.dim())), keepdim=True))

    return opt.register_step_pre_hook(hook)


class TwoHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(4, 8), nn.Tanh())
        self.regress, self.classify = nn.Linear(8, 1), nn.Linear(8, 3)

    def forward(self, x):
        h = self.trunk(x)
        return self.regress(h).squeeze(-1), self.classify(h)


torch.manual_seed(3)
x = torch.randn(16, 4)
t1, t2 = x.sin().sum(1), x[:, :3].argmax(1)


def losses(m):
    r, c = m(x)
    return F.mse_loss(r, t1), F.cross_entropy(c, t2)


def fresh():
    torch.manual_seed(4)
    return TwoHeads()


m = fresh()
sam = SAM(m.parameters(), torch.optim.SGD, rho=0.1, lr=0.1, momentum=0.9)
for step in range(3):
    loss = sum(losses(m))
    loss.backward()
    sam.first_step(zero_grad=True)
    sharp = sum(losses(m))
    sharp.backward()
    sam.second_step(zero_grad=True)
    print(f"SAM {step} {loss.item():.4f} -> {sharp.item():.4f}")


def closure():
    loss = sum(losses(m))
    loss.backward()
    return loss


sum(losses(m)).backward()
sam.step(closure)
print("SAM closure", f"{sum(losses(m)).item():.4f}", list(sam.defaults)[:4])
try:
    sam.step()
except AssertionError as e:
    print(e)

m = fresh()
look = Lookahead(torch.optim.Adam(m.parameters(), lr=0.02), k=2, alpha=0.8)
handle = centralize(look.optimizer)
for step in range(4):
    look.zero_grad()
    loss = sum(losses(m))
    loss.backward()
    look.step()
    print(f"Lookahead {step} {loss.item():.4f} counter {look.param_groups[0]['counter']} {m.trunk[0].weight.grad.mean(1).abs().max() < 1e-6}")
handle.remove()

m = fresh()
lars = LARS([{"params": m.trunk.parameters()}, {"params": [*m.regress.parameters(), *m.classify.parameters()], "eta": 0.05}], lr=0.5)
print(lars)
for step in range(3):
    loss = lars.step(lambda: (lars.zero_grad(), sum(losses(m)), )[1].backward() or sum(losses(m)).detach())
    print(f"LARS {step} {loss:.4f}")
try:
    LARS(m.parameters(), lr=-1.0)
except ValueError as e:
    print(e)

m = fresh()
pc = PCGrad(torch.optim.SGD(m.parameters(), lr=0.1), random.Random(0))
for step in range(3):
    pc.pc_backward(list(losses(m)))
    pc.step()
    print(f"PCGrad {step} {[round(l.item(), 4) for l in losses(m)]} conflicts {pc.conflicts}")

swa = torch.optim.swa_utils.AveragedModel(m)
sched = torch.optim.swa_utils.SWALR(pc._optim, swa_lr=0.05, anneal_epochs=2, anneal_strategy="linear")
for step in range(3):
    pc.zero_grad()
    sum(losses(m)).backward()
    pc.step()
    swa.update_parameters(m)
    sched.step()
print("SWA", swa.n_averaged, f"{sum(losses(swa)).item():.4f} {sum(losses(m)).item():.4f}", sched.get_last_lr())
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    other = torch.optim.SGD(m.parameters(), lr=0.1)
    s = torch.optim.lr_scheduler.StepLR(other, 1)
    s.step()
print(len(caught), caught[0].category.__name__, str(caught[0].message)[:60])
