"""Feature distillation with hooks and EMA, a reversible residual block as an autograd.Function, and a partial state dict loaded with renamed keys."""
import collections
import itertools
import re
import textwrap
from functools import reduce
from operator import attrgetter
from typing import Callable, Dict, NamedTuple

import torch
from torch import nn
from torch.nn import functional as F


class Hooked(NamedTuple):
    name: str
    tensor: torch.Tensor


class Features:
    """Collects outputs of chosen layers while it is active."""

    def __init__(self, model: nn.Module, pattern: str, transform: Callable = lambda t: t):
        self.model, self.pattern, self.transform = model, re.compile(pattern), transform
        self.found: Dict[str, torch.Tensor] = {}

    def __enter__(self):
        self.handles = [m.register_forward_hook(self._hook(n)) for n, m in self.model.named_modules() if self.pattern.fullmatch(n)]
        return self

    def _hook(self, name):
        def hook(module, inputs, output):
            self.found[name] = self.transform(output)

        return hook

    def __exit__(self, kind, value, tb):
        for h in self.handles:
            h.remove()
        return False

    def __iter__(self):
        return itertools.starmap(Hooked, self.found.items())


class ReversibleFn(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, f, g, *params):
        x1, x2 = x.chunk(2, 1)
        with torch.no_grad():
            y1 = x1 + f(x2)
            y2 = x2 + g(y1)
        ctx.f, ctx.g = f, g
        y = torch.cat([y1, y2], 1)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, dy):
        (y,) = ctx.saved_tensors
        y1, y2 = y.chunk(2, 1)
        d1, d2 = dy.chunk(2, 1)
        f_params, g_params = list(ctx.f.parameters()), list(ctx.g.parameters())
        with torch.enable_grad():
            y1 = y1.detach().requires_grad_()
            gy = ctx.g(y1)
        dg = torch.autograd.grad(gy, [y1, *g_params], d2)
        d1 = d1 + dg[0]
        with torch.enable_grad():
            x2 = (y2 - gy).detach().requires_grad_()
            fx = ctx.f(x2)
        df = torch.autograd.grad(fx, [x2, *f_params], d1)
        return (torch.cat([d1, d2 + df[0]], 1), None, None, *df[1:], *dg[1:])


class Reversible(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.f, self.g = (nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, width)) for _ in range(2))

    def forward(self, x, memory_saving=True):
        if memory_saving:
            return ReversibleFn.apply(x, self.f, self.g, *self.f.parameters(), *self.g.parameters())
        x1, x2 = x.chunk(2, 1)
        y1 = x1 + self.f(x2)
        return torch.cat([y1, x2 + self.g(y1)], 1)


class Student(nn.Module):
    def __init__(self, width, depth):
        super().__init__()
        self.stem = nn.Linear(6, 2 * width)
        self.blocks = nn.ModuleList(Reversible(width) for _ in range(depth))
        self.head = nn.Linear(2 * width, 3)

    def forward(self, x, **kwargs):
        return self.head(reduce(lambda h, b: b(h, **kwargs), self.blocks, self.stem(x)))


torch.manual_seed(10)
x = torch.randn(8, 6)
block = Reversible(4)
gradients = []
for saving in (True, False):
    block.zero_grad()
    inp = torch.ones(5, 8).mul(0.3).requires_grad_()
    block(inp, saving).square().sum().backward()
    gradients.append([inp.grad] + [p.grad.clone() for p in block.parameters()])
print(len(gradients[0]), all(torch.allclose(a, b, atol=1e-5) for a, b in zip(*gradients)))
teacher, student = Student(8, 2).eval().requires_grad_(False), Student(4, 2)
project = nn.ModuleDict({f"b{i}": nn.Linear(8, 16) for i in range(2)})
optimizer = torch.optim.RMSprop(itertools.chain(student.parameters(), project.parameters()), lr=5e-3)
labels = teacher(x).argmax(1)
T = 2.0
for step in range(4):
    with Features(teacher, r"blocks\.\d+", torch.Tensor.detach) as t_feats, Features(student, r"blocks\.\d+") as s_feats:
        with torch.no_grad():
            soft = teacher(x)
        logits = student(x)
    kd = F.kl_div(F.log_softmax(logits / T, 1), F.softmax(soft / T, 1), reduction="batchmean") * T * T
    hints = [F.mse_loss(project[f"b{i}"](s.tensor), t.tensor) for i, (s, t) in enumerate(zip(s_feats, t_feats))]
    loss = F.cross_entropy(logits, labels) + kd + sum(hints) / len(hints)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, f"{loss.item():.3f} {kd.item():.3f}", [h.name for h in s_feats])
print(any(p.grad is not None for p in teacher.parameters()), len(student.blocks[0]._forward_hooks), [n for n, p in student.named_parameters() if p.grad is None])
state = collections.OrderedDict((re.sub(r"^blocks\.(\d+)\.", lambda m: f"module.layer{int(m[1]) + 1}.", k), v) for k, v in teacher.state_dict().items())
print(list(state)[2], sum(v.numel() for v in state.values()))
renamed = {re.sub(r"^(module\.)?layer(\d+)\.", lambda m: f"blocks.{int(m[2]) - 1}.", k): v for k, v in state.items() if not k.startswith("head")}
fresh = Student(8, 3)
missing = fresh.load_state_dict(renamed, strict=False)
print(len(missing.missing_keys), missing.missing_keys[:2], missing.unexpected_keys, torch.equal(fresh.stem.weight, teacher.stem.weight))
try:
    Student(4, 2).load_state_dict(renamed)
except RuntimeError as e:
    print(textwrap.shorten(str(e), 100))
print(attrgetter("f.0.weight" if False else "f")(block)[0].weight.shape, student.get_submodule("blocks.1.g.2").out_features)
