"""Deep ensembles by stacking module states, per-sample gradients and Hessians with torch.func, Laplace and SWAG by hand."""
import copy
import functools
import math
import typing

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.func import functional_call, grad, hessian, jacfwd, jacrev, jvp, stack_module_state, vjp, vmap

torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self, hidden: int = 6, out: int = 1):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(2, hidden), nn.Linear(hidden, out)
        self.register_buffer("scale", torch.tensor(2.0))

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x) * self.scale))


def data(n=10):
    x = torch.randn(n, 2)
    return x, (x[:, :1] * x[:, 1:]).detach()


models = [Net() for _ in range(4)]
params, buffers = stack_module_state(models)
print({k: tuple(v.shape) for k, v in params.items()}, {k: tuple(v.shape) for k, v in buffers.items()})
base = copy.deepcopy(models[0]).to("meta")


def fmodel(params, buffers, x):
    return functional_call(base, (params, buffers), (x,))


x, y = data()
together = vmap(fmodel, in_dims=(0, 0, None))(params, buffers, x)
apart = torch.stack([m(x) for m in models])
print(together.shape, torch.allclose(together, apart, atol=1e-6), together.requires_grad)
loss = ((together - y) ** 2).mean(dim=(1, 2)).sum()
loss.backward()
print(sorted(k for k, v in params.items() if v.grad is not None), models[0].fc1.weight.grad)
optimizer = torch.optim.Adam(params.values(), lr=0.05)
for step in range(5):
    optimizer.zero_grad()
    losses = ((vmap(fmodel, in_dims=(0, 0, None))(params, buffers, x) - y) ** 2).mean(dim=(1, 2))
    losses.sum().backward()
    optimizer.step()
print([round(v, 2) for v in losses.tolist()])
mean, spread = together.mean(0), together.std(0)
print(f"{mean.mean().item():.3f} {spread.mean().item():.3f}")

single = {k: v.detach() for k, v in models[1].named_parameters()}
own = dict(models[1].named_buffers())


def compute_loss(params, sample, target):
    out = functional_call(models[1], (params, own), (sample.unsqueeze(0),))
    return F.mse_loss(out, target.unsqueeze(0))


per_sample = vmap(grad(compute_loss), in_dims=(None, 0, 0))(single, x, y)
norms = torch.stack([g.flatten(1).norm(dim=1) for g in per_sample.values()]).norm(dim=0)
print({k: tuple(v.shape) for k, v in per_sample.items()}, f"{norms.max().item():.2f}")
clip = 0.5
factor = (clip / (norms + 1e-6)).clamp(max=1.0)
private = {k: torch.einsum("b,b...->...", factor, g) / len(x) for k, g in per_sample.items()}
print(f"{torch.stack([v.norm() for v in private.values()]).norm().item():.3f}", (factor < 1).sum().item() > 0)

f = functools.partial(lambda w, x: torch.tanh(x @ w).sum(), x=x)
w = torch.randn(2)
H = hessian(f)(w)
print(H.shape, torch.allclose(H, H.T, atol=1e-6), torch.allclose(jacfwd(grad(f))(w), jacrev(grad(f))(w), atol=1e-5))
value, tangent = jvp(f, (w,), (torch.ones(2),))
_, pullback = vjp(f, w)
print(torch.allclose(tangent, pullback(torch.tensor(1.0))[0].sum(), atol=1e-5))


class SWAG:
    """Mean and low-rank covariance of the weights along a trajectory."""

    __slots__ = ("mean", "square", "deviations", "n", "rank")

    def __init__(self, size: int, rank: int = 3) -> None:
        self.mean, self.square = torch.zeros(size), torch.zeros(size)
        self.deviations: typing.List[torch.Tensor] = []
        self.n, self.rank = 0, rank

    def collect(self, module: nn.Module) -> None:
        flat = nn.utils.parameters_to_vector(module.parameters()).detach()
        self.mean.mul_(self.n).add_(flat).div_(self.n + 1)
        self.square.mul_(self.n).addcmul_(flat, flat).div_(self.n + 1)
        self.n += 1
        self.deviations = (self.deviations + [flat - self.mean])[-self.rank :]

    def sample(self, generator: torch.Generator) -> torch.Tensor:
        variance = (self.square - self.mean**2).clamp(min=1e-8)
        z1 = torch.randn(len(self.mean), generator=generator)
        z2 = torch.randn(len(self.deviations), generator=generator)
        low_rank = torch.stack(self.deviations, dim=1) @ z2 / math.sqrt(2 * max(1, len(self.deviations) - 1))
        return self.mean + variance.sqrt() * z1 / math.sqrt(2) + low_rank


net, swag = models[2], SWAG(sum(p.numel() for p in models[2].parameters()))
sgd = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-3)
for epoch in range(6):
    loss = F.mse_loss(net(x), y)
    sgd.zero_grad()
    loss.backward()
    sgd.step()
    if epoch >= 2:
        swag.collect(net)
g = torch.Generator().manual_seed(5)
predictions = []
for _ in range(3):
    nn.utils.vector_to_parameters(swag.sample(g), net.parameters())
    with torch.no_grad():
        predictions.append(net(x))
print(swag.n, len(swag.deviations), f"{loss.item():.3f}", torch.stack(predictions).std(0).mean().item() > 0)
try:
    swag.extra = 1
except AttributeError as e:
    print(e)
