"""Spiking network with surrogate gradients, quantisation with straight-through estimators, pruning masks, binary weights."""
import inspect
import math
import types
from functools import cached_property, lru_cache, partialmethod, total_ordering

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.nn.utils.prune as prune


class SurrogateSpike(torch.autograd.Function):
    scale = 10.0

    @staticmethod
    def forward(ctx, membrane):
        ctx.save_for_backward(membrane)
        return (membrane > 0).float()

    @staticmethod
    def backward(ctx, grad_output):
        (membrane,) = ctx.saved_tensors
        return grad_output / (SurrogateSpike.scale * membrane.abs() + 1.0) ** 2


class RoundSTE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, levels: int, clip: bool = True):
        ctx.mark_non_differentiable
        ctx.save_for_backward(x)
        ctx.clip = clip
        return torch.round(x.clamp(-1, 1) * levels) / levels

    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return (g * (x.abs() <= 1) if ctx.clip else g), None, None


def sign_ste(w):
    alpha = w.abs().mean(dim=tuple(range(1, w.dim())), keepdim=True)
    return w + (torch.sign(w) * alpha - w).detach()


spike = SurrogateSpike.apply


class LIF(nn.Module):
    def __init__(self, tau=5.0, v_threshold=1.0, reset="subtract"):
        super().__init__()
        self.log_tau = nn.Parameter(torch.tensor(math.log(tau)))
        self.v_threshold = v_threshold
        if reset not in ("subtract", "zero"):
            raise ValueError(f"reset must be 'subtract' or 'zero', got {reset!r}")
        self.reset_mode = reset
        self.v = None

    @property
    def decay(self):
        return torch.exp(-1.0 / self.log_tau.exp())

    def reset(self):
        self.v = None

    def forward(self, current):
        if self.v is None:
            self.v = torch.zeros_like(current)
        self.v = self.decay * self.v + current
        s = spike(self.v - self.v_threshold)
        if self.reset_mode == "subtract":
            self.v = self.v - s.detach() * self.v_threshold
        else:
            self.v = self.v * (1 - s.detach())
        return s

    def extra_repr(self):
        return f"v_threshold={self.v_threshold}, reset={self.reset_mode!r}"


class SpikingNet(nn.Module):
    def __init__(self, sizes=(6, 10, 3), steps=5, **lif):
        super().__init__()
        self.steps = steps
        blocks = []
        for a, b in zip(sizes, sizes[1:]):
            blocks.append(nn.Sequential(nn.Linear(a, b, bias=False), LIF(**lif)))
        self.blocks = nn.ModuleList(blocks)

    def _each(self, kind, what, *args):
        return [getattr(m, what)(*args) for m in self.modules() if isinstance(m, kind)]

    reset_all = partialmethod(_each, LIF, "reset")

    def forward(self, x):
        self.reset_all()
        counts = 0
        self.activity = []
        for t in range(self.steps):
            h = (torch.rand(x.shape, generator=self.gen) < x).float()
            for block in self.blocks:
                h = block(h)
            counts = counts + h
            self.activity.append(h.sum().item())
        return counts / self.steps

    @cached_property
    def gen(self):
        print("making the generator")
        return torch.Generator().manual_seed(9)


@total_ordering
class Sparsity:
    def __init__(self, tensor):
        self.zeros, self.n = int((tensor == 0).sum()), tensor.numel()

    @property
    def ratio(self):
        return self.zeros / self.n

    def __eq__(self, other):
        return self.ratio == other.ratio if isinstance(other, Sparsity) else NotImplemented

    def __lt__(self, other):
        return self.ratio < other.ratio

    def __format__(self, spec):
        return format(self.ratio, spec or ".0%") + f" of {self.n}"

    __hash__ = None


torch.manual_seed(1)
x = torch.rand(8, 6)
y = (x[:, :2].sum(1) > x[:, 2:4].sum(1)).long() + (x[:, 5] > 0.8).long()
net = SpikingNet(tau=4.0)
print(net)
opt = torch.optim.Adamax(net.parameters(), lr=2e-2)
for epoch in range(5):
    rates = net(x)
    loss = F.cross_entropy(rates * 5, y) + 0.01 * rates.mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"epoch {epoch} loss {loss.item():.4f} spikes {net.activity} tau {net.blocks[0][1].log_tau.exp().item():.3f}")
print(net.gen is net.gen, net.blocks[1][1].v.requires_grad, [p.grad.norm().item() > 0 for p in net.parameters()])
try:
    LIF(reset="none")
except ValueError as e:
    print(e)

w = torch.tensor([-1.7, -0.6, -0.2, 0.3, 0.8, 1.2], requires_grad=True)
q = RoundSTE.apply(w, 4)
q.pow(2).sum().backward()
print(q.detach(), w.grad)
b = sign_ste(torch.randn(2, 3, requires_grad=True))
print(b.grad_fn, b.detach().abs())


class QuantLinear(nn.Linear):
    levels = 7

    def forward(self, x):
        scale = self.weight.detach().abs().max()
        return F.linear(x, RoundSTE.apply(self.weight / scale, self.levels) * scale, self.bias)


mlp = nn.Sequential(QuantLinear(6, 8), nn.Hardtanh(), QuantLinear(8, 3))
opt = torch.optim.SGD(mlp.parameters(), lr=0.5, momentum=0.5, nesterov=True)
for step in range(4):
    loss = F.cross_entropy(mlp(x), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(f"quantised {step}: {loss.item():.4f} distinct {RoundSTE.apply(mlp[0].weight / mlp[0].weight.abs().max(), 7).unique().numel()}")

layer = nn.Linear(6, 4)
prune.random_unstructured(layer, "weight", amount=0.25)
prune.ln_structured(layer, "weight", amount=1, n=2, dim=0)
prune.l1_unstructured(layer, "bias", amount=2)
print(f"{Sparsity(layer.weight)} | {Sparsity(layer.bias)} | {Sparsity(layer.bias):.2f}", Sparsity(layer.weight) >= Sparsity(torch.ones(2)))
print([n for n, _ in layer.named_parameters()], [n for n, _ in layer.named_buffers()], prune.is_pruned(layer))
layer(x).sum().backward()
print(layer.weight_orig.grad[layer.weight_mask == 0].abs().sum().item(), type(layer.weight).__name__, layer.weight.grad_fn is not None)
prune.remove(layer, "weight")
print([n for n, _ in layer.named_parameters()], len(layer._forward_pre_hooks), f"{Sparsity(layer.weight)}")
prune.global_unstructured([(mlp[0], "weight"), (mlp[2], "weight")], pruning_method=prune.L1Unstructured, amount=0.5)
print([f"{Sparsity(m.weight)}" for m in (mlp[0], mlp[2])], sum(Sparsity(m.weight).zeros for m in (mlp[0], mlp[2])))
try:
    hash(Sparsity(w))
except TypeError as e:
    print(e)
print(inspect.signature(RoundSTE.forward), inspect.isclass(SurrogateSpike), isinstance(spike, types.BuiltinMethodType) or callable(spike))
