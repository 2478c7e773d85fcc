"""Functions and classes whose tensors come from callers, who may have asked for gradients: nothing is wrong with them."""
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint


def jacobian_row(x: Tensor) -> Tensor:
    return torch.autograd.grad(x.pow(2).sum(), x)[0]


def kept(x: Tensor) -> Tensor:
    x.retain_grad()
    x.register_hook(lambda g: g * 2)
    return x * 2


def fgsm(x: Tensor, eps: float = 0.1) -> Tensor:
    g = x.grad.sign()
    x.grad.zero_()
    return x.detach() + eps * g


def both(x: Tensor, y: Tensor):
    w = x * y
    w.backward(torch.ones_like(w))
    return x.grad.clone(), y.grad.clone()


def hvp(x: Tensor, v: Tensor) -> Tensor:
    g, = torch.autograd.grad(x.exp().sum(), x, create_graph=True)
    return torch.autograd.grad((g * v).sum(), x)[0]


def descend(p: Tensor, lr: float = 0.1) -> None:
    with torch.no_grad():
        p -= lr * p.grad
        p.grad = None


def counted(p: Tensor, seen: list) -> None:
    p.register_post_accumulate_grad_hook(lambda q: seen.append(q.grad.norm()))


class Penalty(nn.Module):
    def forward(self, score: Tensor, x: Tensor) -> Tensor:
        g, = torch.autograd.grad(score.sum(), x, create_graph=True)
        return (g.flatten(1).norm(dim=1) - 1).pow(2).mean()


class Forces(nn.Module):
    def __init__(self):
        super().__init__()
        self.energy = nn.Sequential(nn.Linear(3, 8), nn.Softplus(), nn.Linear(8, 1))

    def forward(self, pos):
        return -torch.autograd.grad(self.energy(pos).sum(), pos, create_graph=self.training)[0]


class Square(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return 2 * g * x


def squared(x: Tensor) -> Tensor:
    y = Square.apply(x)
    y.sum().backward()
    return x.grad


class Segment(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(3, 3)

    def forward(self, x: Tensor) -> Tensor:
        return checkpoint(self.f, x, use_reentrant=True).sum()


def callers_ok():
    leaf = lambda *s: torch.randn(*s, requires_grad=True)
    jacobian_row(leaf(3))
    kept(leaf(3)).sum().backward()
    x, y = leaf(3), leaf(3)
    both(x, y)
    fgsm(x)
    hvp(leaf(3), torch.ones(3))
    seen = []
    counted(y, seen)
    F.mse_loss(y, torch.zeros(3)).backward()
    descend(y)
    z = leaf(2, 3)
    Penalty()((z ** 2).sum(1), z).backward()
    Forces()(leaf(4, 3)).sum().backward()
    squared(leaf(3))
    Segment()(leaf(2, 3)).backward()
    assert len(seen) == 1
