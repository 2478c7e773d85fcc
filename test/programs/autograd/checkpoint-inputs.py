import torch
from torch.utils.checkpoint import checkpoint, checkpoint_sequential
import torch.nn as nn
torch.manual_seed(0)
w = torch.ones(3, requires_grad=True)
y = checkpoint(lambda v: v.sin() * 2, w, use_reentrant=False).sum()
with torch.no_grad(): w -= 0.1
try: y.backward()
except RuntimeError as e: print(e)
h = w * 2
y = checkpoint(lambda v: v.sin() * 2, h, use_reentrant=False)
h += 1
try: y.sum().backward()
except RuntimeError as e: print(e)
h = w * 2
y = checkpoint(lambda v: (v.sin() * 2).add_(1), h, use_reentrant=False)
y += 1
y.sum().backward(); print(w.grad)
h = w * 2
y = checkpoint(lambda v: v + 1, h, use_reentrant=False)
h += 1
y.sum().backward(); print(w.grad)
m = nn.Sequential(nn.Linear(3,3), nn.ReLU(), nn.Dropout(0.5), nn.Linear(3,3))
x = torch.randn(2,3)
y = checkpoint(m, x, use_reentrant=False); x.add_(1)
try: y.sum().backward()
except RuntimeError as e: print(e)
x = torch.randn(2,3); y = checkpoint(m, x, use_reentrant=False); l = y.sum(); l.backward(retain_graph=True); l.backward(); print(m[0].weight.grad)
y = checkpoint(m, x, use_reentrant=False); print(torch.autograd.grad(y.sum(), list(m.parameters()))[0].shape)
y = checkpoint_sequential(m, 2, x, use_reentrant=False); y.sum().backward(); print(m[3].bias.grad)
def f(a, b=None, *, k=1): return a * b * k
a = torch.ones(2, requires_grad=True); b = torch.ones(2, requires_grad=True)
y = checkpoint(f, a, b, k=2, use_reentrant=False); y.sum().backward(); print(a.grad, b.grad)
y = checkpoint(f, a, b=b, use_reentrant=False)
with torch.no_grad(): b += 1
y.sum().backward(); print(a.grad)
with torch.no_grad(): print(checkpoint(f, a, b, use_reentrant=False).requires_grad)
print(checkpoint(f, torch.ones(1), torch.ones(1), use_reentrant=False))
