"""Quantisation-aware training: straight-through rounding, learned step sizes, observers as hooks, pruning masks and a switchable backend."""
import abc
import enum
import operator
import weakref
from contextlib import contextmanager
from functools import partial, singledispatch, wraps

import torch
import torch.nn as nn
import torch.nn.functional as F


class Round(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.round()

    @staticmethod
    def backward(ctx, grad):
        return grad


class LSQ(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, step, low, high):
        ctx.save_for_backward(x, step)
        ctx.bounds = low, high
        return (x / step).round().clamp(low, high) * step

    @staticmethod
    def backward(ctx, grad):
        x, step = ctx.saved_tensors
        low, high = ctx.bounds
        q = x / step
        inside = (q >= low) & (q <= high)
        scale = 1.0 / (x.numel() * high) ** 0.5
        step_grad = torch.where(inside, q.round() - q, q.clamp(low, high))
        return grad * inside, ((step_grad * grad).sum() * scale).view_as(step), None, None


class Mode(enum.IntFlag):
    NONE = 0
    WEIGHTS = enum.auto()
    ACTIVATIONS = enum.auto()
    ALL = WEIGHTS | ACTIVATIONS


class Quantizer(nn.Module, metaclass=abc.ABCMeta):
    registry = weakref.WeakSet()

    def __init__(self, bits=4, signed=True):
        super().__init__()
        self.low, self.high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        self.enabled = True
        Quantizer.registry.add(self)

    @abc.abstractmethod
    def quantize(self, x): ...

    def forward(self, x):
        return self.quantize(x) if self.enabled else x

    def extra_repr(self):
        return f"[{self.low}, {self.high}]"


class MinMax(Quantizer):
    def __init__(self, *args, momentum=0.9, **kwargs):
        super().__init__(*args, **kwargs)
        self.momentum = momentum
        self.register_buffer("peak", torch.tensor(0.0))

    def quantize(self, x):
        if self.training:
            with torch.no_grad():
                now = x.abs().max()
                self.peak.copy_(now if self.peak == 0 else self.momentum * self.peak + (1 - self.momentum) * now)
        step = self.peak / self.high
        return Round.apply((x / step).clamp(self.low, self.high)) * step


class Learned(Quantizer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.step = nn.Parameter(torch.ones(1))
        self.register_buffer("ready", torch.tensor(False))

    def quantize(self, x):
        if not self.ready:
            self.step.data.copy_(2 * x.detach().abs().mean() / self.high**0.5)
            self.ready.fill_(True)
        return LSQ.apply(x, self.step, self.low, self.high)


@singledispatch
def quantized(module, **kwargs):
    return module


class QMixin:
    def _wrap(self, weight_q, act_q):
        self.weight_q, self.act_q = weight_q, act_q
        return self


class QLinear(QMixin, nn.Linear):
    def forward(self, x):
        return F.linear(self.act_q(x), self.weight_q(self.weight), self.bias)


class QConv(QMixin, nn.Conv2d):
    def forward(self, x):
        return self._conv_forward(self.act_q(x), self.weight_q(self.weight), self.bias)


@quantized.register
def _(module: nn.Linear, *, make):
    out = QLinear(module.in_features, module.out_features, module.bias is not None)
    out.load_state_dict(module.state_dict())
    return out._wrap(make(), make(signed=False))


@quantized.register(nn.Conv2d)
def _quantized_conv(module, *, make):
    out = QConv(module.in_channels, module.out_channels, module.kernel_size, module.stride, module.padding)
    out.load_state_dict(module.state_dict())
    return out._wrap(make(), make(signed=False))


def convert(model, make):
    for name, child in list(model.named_children()):
        new = quantized(child, make=make)
        if new is child:
            convert(child, make)
        else:
            setattr(model, name, new)
    return model


@contextmanager
def quantization(mode):
    kept = {q: q.enabled for q in Quantizer.registry}
    for q in Quantizer.registry:
        q.enabled = bool(mode & (Mode.WEIGHTS if q.low < 0 else Mode.ACTIVATIONS))
    try:
        yield mode
    finally:
        for q, enabled in kept.items():
            q.enabled = enabled


def counted(f):
    @wraps(f)
    def inner(*args, **kwargs):
        inner.calls += 1
        return f(*args, **kwargs)

    inner.calls = 0
    return inner


def build():
    return nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 3))


torch.manual_seed(4)
x, y = torch.randn(12, 1, 4, 4), torch.arange(12) % 3
for make in (partial(MinMax, 4), partial(Learned, 3)):
    torch.manual_seed(4)
    model = convert(build(), make)
    print(type(model[0]).__mro__[1].__name__, model[0].weight_q, len(list(model.parameters())), isinstance(model[4], nn.Linear))
    loss_fn = counted(F.cross_entropy)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(4):
        loss = loss_fn(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(f"{loss.item():.3f}", loss_fn.calls, loss_fn.__name__, [n for n, p in model.named_parameters() if p.grad is None])
    model.eval()
    with torch.no_grad():
        levels = model[0].weight_q(model[0].weight).unique().numel()
        outs = {}
        for mode in (Mode.ALL, Mode.WEIGHTS, Mode.NONE):
            with quantization(mode) as m:
                outs[m] = model(x)
    print(levels <= 16, [str(m) for m in outs], torch.equal(outs[Mode.ALL], outs[Mode.NONE]), Mode.ALL & ~Mode.WEIGHTS == Mode.ACTIVATIONS)
    grads = {}
    handles = [m.register_full_backward_hook(lambda mod, gi, go, n=n: operator.setitem(grads, n, go[0].abs().mean())) for n, m in model.named_modules() if isinstance(m, QMixin)]
    F.cross_entropy(model(x), y).backward()
    for h in handles:
        h.remove()
    print({k: v.item() > 0 for k, v in grads.items()}, len(model[0]._backward_hooks))
import torch.nn.utils.prune as prune

prune.l1_unstructured(model[4], "weight", amount=0.5)
print(int((model[4].weight == 0).sum()), sorted(n for n, _ in model[4].named_parameters()), [n for n, _ in model[4].named_buffers() if "mask" in n])
prune.remove(model[4], "weight")
print("weight" in dict(model[4].named_parameters()), (model[4].weight == 0).float().mean().item())
try:
    Quantizer()
except TypeError as e:
    print(e)
