"""Arguments that are refused: autograd.functional, optimizers, subscripts; numbers that lie between two in print."""
import torch

# Jacobian errors.
torch.manual_seed(0)
from torch.autograd.functional import jacobian, hessian
x = torch.tensor([1., 2.])
def t(fn):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
t(lambda: jacobian(lambda x: torch.ones(2), x))
t(lambda: jacobian(lambda x: torch.ones(2), x, strict=True))
t(lambda: jacobian(lambda x: 3, x))
t(lambda: jacobian(lambda x: x, [1, 2]))
t(lambda: jacobian(lambda x: x, x, strategy="forward-mode"))
t(lambda: jacobian(lambda x: x, x, strategy="foo"))
t(lambda: hessian(lambda x: x * 2, x))
t(lambda: hessian(lambda x: (x.sum(), x.sum()), x))
t(lambda: hessian(lambda x: x.sum(), x))
t(lambda: hessian(lambda x: x.sum(), x, strict=True))

# Vjp errors.
torch.manual_seed(0)
from torch.autograd.functional import vjp, jvp, vhp, hvp
x = torch.tensor([1., 2.])
def t(fn):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
t(lambda: vjp(lambda x: x ** 2, x))
t(lambda: vjp(lambda x: (x ** 2).sum(), x))
t(lambda: vjp(lambda x: x ** 2, x, torch.ones(3)))
t(lambda: jvp(lambda x: x ** 2, x))
t(lambda: hvp(lambda x: x ** 2, x, x))
t(lambda: vjp(lambda x: x ** 2, (x, x), x))
t(lambda: vhp(lambda x: x.sum(), x, x))
t(lambda: vhp(lambda x: x.sum(), x, x, strict=True))

# Fused checks.
torch.manual_seed(0)
p = torch.ones(2, requires_grad=True)
def t(fn):
    try:
        print(type(fn()).__name__)
    except Exception as e:
        print(type(e).__name__, e)
from torch.optim import *
for O in (SGD, Adam, AdamW, Adagrad):
    t(lambda: O([p], fused=True, foreach=True)); t(lambda: O([p], fused=True, differentiable=True)); t(lambda: O([p], lr=torch.tensor([.1, .2]))); t(lambda: O([p], lr=torch.tensor(.1), foreach=True)); t(lambda: O([torch.ones(1, dtype=torch.cfloat, requires_grad=True)], fused=True)); t(lambda: O([p], lr=torch.tensor(-.1)))
for O in (Adamax, NAdam, RAdam, RMSprop, Rprop, Adadelta, ASGD):
    t(lambda: O([p], lr=torch.tensor([.1, .2]))); t(lambda: O([p], lr=torch.tensor(.1), foreach=True)); t(lambda: O([p], lr=torch.tensor(.1)))
t(lambda: Adam([p], betas=(torch.tensor([.9, .9]), torch.tensor(.9)))); t(lambda: SGD([("a", p), torch.ones(1, requires_grad=True)], lr=.1)); t(lambda: SGD([("a", p), ("a", torch.ones(1))], lr=.1)); print(SGD([("a", p)], lr=.1)); t(lambda: SGD([{"params": [("a", p)]}, {"params": [torch.ones(1, requires_grad=True)]}], lr=.1))

# Scientific ties.
torch.manual_seed(0)
print(torch.tensor([1.5, 1000.25, .00012345]), torch.tensor([1000.75, 1e-5]), torch.tensor([2.00005e4, 1e-5]), torch.tensor([1e9, 1000.25]), torch.tensor([-1000.25, 1e-6]))
torch.set_printoptions(precision=0, sci_mode=True)
print(torch.tensor([2.5, 3.5, -4.5, 15.]))
torch.set_printoptions(precision=1, sci_mode=True)
print(torch.tensor([2.25, 3.75, -4.5, 1.25e10, 0.]))

# Sequences as indices.
torch.manual_seed(0)
import numpy as np
def t(fn):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
x = torch.arange(12.).reshape(3, 4)
def s(k, v):
    y = x.clone()
    y[k] = v
    return y
t(lambda: s(0, np.ones(4))); t(lambda: s(0, (1., 2., 3., 4.))); t(lambda: s(0, [1.])); t(lambda: s([[0, 1]], 5.)); t(lambda: x[[[0, 1], [1, 2]]]); t(lambda: x[[torch.tensor(0), torch.tensor(1)]]); t(lambda: x[[slice(0, 2), 0]]); t(lambda: x[[0, None]].shape); t(lambda: x[[(0, 1), (0, 1)]]); t(lambda: x[[]]); t(lambda: x[((0, 1), (1, 2))]); t(lambda: x[[True, False, True]]); t(lambda: x[[[True, False, True]]].shape); t(lambda: x["ab"]); t(lambda: x[[torch.tensor([0, 1])]].shape); t(lambda: s([torch.tensor([0, 1])], 2.)); t(lambda: x[[[0, 1]] * 33].shape); t(lambda: s(0, 3)); t(lambda: s(0, True)); t(lambda: s((0, 0), torch.tensor([3.])))
