"""Checkpoints run their function again, as far as needed; nested, with dropout, and where the second run differs."""
import torch
import torch.nn as nn
import torch.nn.functional as F

# Checkpoint.
torch.manual_seed(0)
from torch.utils.checkpoint import checkpoint, checkpoint_sequential
def f(x, y):
    print("run", torch.is_grad_enabled())
    return (x * y).sin()
x = torch.ones(2, requires_grad=True); y = torch.full((2,), 2., requires_grad=True)
o = checkpoint(f, x, y, use_reentrant=False)
print(o)
o.sum().backward()
print(x.grad, y.grad)
x.grad = None
o = checkpoint(f, x, y, use_reentrant=True)
print(o)
o.sum().backward()
print(x.grad)
o = checkpoint(f, x.detach(), y.detach(), use_reentrant=True)
print(o.requires_grad)
o = checkpoint(f, x, y)
m = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
print(checkpoint_sequential(m, 2, x[None], use_reentrant=False))
try:
    checkpoint(f, x, y, use_reentrant=True, context_fn=lambda: 3)
except Exception as e:
    print(type(e).__name__, e)
try:
    checkpoint(f, x, foo=3, use_reentrant=True)
except Exception as e:
    print(type(e).__name__, e)

# Checkpoint rng & nested.
torch.manual_seed(0)
from torch.utils.checkpoint import checkpoint
x = torch.ones(6, requires_grad=True)
o = checkpoint(lambda x: F.dropout(x, .5), x, use_reentrant=False)
print(o)
torch.rand(3)
o.sum().backward()
print(x.grad)
print(torch.rand(1))
def inner(x):
    print("inner")
    return x.sin()
def outer(x):
    print("outer")
    return checkpoint(inner, x.cos(), use_reentrant=False) * 2
x.grad = None
o = checkpoint(outer, x, use_reentrant=False)
o.sum().backward()
print(x.grad)
o = checkpoint(outer, x, use_reentrant=True)
o.sum().backward()
try:
    o.sum().backward()
except Exception as e:
    print(type(e).__name__, e)
try:
    o = checkpoint(outer, x, use_reentrant=True)
    torch.autograd.grad(o.sum(), x)
except Exception as e:
    print(type(e).__name__, e)

# Checkpoint mismatch.
torch.manual_seed(0)
from torch.utils.checkpoint import checkpoint, set_checkpoint_early_stop
n = [0]
def f(x):
    n[0] += 1
    return x.sin() if n[0] == 1 else x.sin().cos()
x = torch.ones(2, requires_grad=True)
try:
    checkpoint(f, x, use_reentrant=False).sum().backward()
    print("fine", x.grad)
except Exception as e:
    print(type(e).__name__, e)
n[0] = 0
def g(x):
    n[0] += 1
    return x.sin() if n[0] > 1 else x.sin().cos()
try:
    checkpoint(g, x, use_reentrant=False).sum().backward()
except Exception as e:
    print(type(e).__name__, e)
def h(x):
    y = x.sin()
    print("after sin")
    z = y.exp()
    print("after exp")
    return z * 2
checkpoint(h, x, use_reentrant=False).sum().backward()
with set_checkpoint_early_stop(False):
    o = checkpoint(h, x, use_reentrant=False)
o.sum().backward()
