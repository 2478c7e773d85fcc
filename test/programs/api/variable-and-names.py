"""Old and rare spellings: Variable, asarray, conversions of modules, lookups that fail."""
import torch
import torch.nn as nn

# Variable.
torch.manual_seed(0)
x = torch.ones(2, requires_grad=True)
V = torch.autograd.Variable
v = V(x)
print(v is x, v.requires_grad, v.is_leaf, v._is_view(), v._version)
v.add_(1)
print(x, v._version, x._version)
w = V(torch.ones(2), requires_grad=True)
(w * 2).sum().backward()
print(w.grad, type(w), w)
y = V(x * 2)
print(y.requires_grad, y.grad_fn)
z = V(nn.Parameter(torch.ones(1)))
print(type(z), isinstance(w, V), isinstance(x, V), V is torch.Tensor)
t = torch.ones(2)
u = V(t)
u[0] = 5
print(t, t._version, u._version)
try:
    V(torch.arange(2), requires_grad=True)
except Exception as e:
    print(type(e).__name__, e)
try:
    V([1, 2])
except Exception as e:
    print(type(e).__name__, e)
print(V(torch.ones(1), volatile=True) if False else 1)

# Parametrize rest.
torch.manual_seed(0)
import torch.nn.utils.parametrize as P
class Sym(nn.Module):
    def forward(self, X): return X.triu() + X.triu(1).T
l2 = nn.Linear(2, 2); P.register_parametrization(l2, "weight", Sym()); l2(torch.ones(1, 2)).sum().backward(); print(l2.parametrizations.weight.original.grad)
print(P.type_before_parametrizations(l2))
try:
    P.remove_parametrizations(l2, "weight", leave_parametrized=False); print(type(l2), l2.weight.is_leaf)
except Exception as e:
    print(type(e).__name__, e)
import copy; l3 = nn.Linear(2, 2); P.register_parametrization(l3, "weight", Sym())
print(copy.deepcopy(l3).weight.equal(l3.weight))
print(l3.parametrizations)
print(l3.parametrizations["weight"][0], len(l3.parametrizations.weight))
P.transfer_parametrizations_and_params(l3, nn.Linear(2, 2))

# Asarray.
torch.manual_seed(0)
x = torch.ones(2, requires_grad=True)
print(torch.asarray(x).requires_grad)
print(torch.asarray(x, requires_grad=True).requires_grad, torch.asarray(x, requires_grad=False), torch.asarray([1.], requires_grad=True), torch.asarray(x.detach()).requires_grad, torch.asarray(x, copy=True), torch.asarray(3))

# Setattr rest.
torch.manual_seed(0)
m = nn.Linear(2, 2)
m.register_parameter("extra", None)
def t(fn):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
t(lambda: m.get_buffer("extra")); t(lambda: m.get_parameter("extra")); t(lambda: m.get_submodule("extra")); t(lambda: delattr(m, "extra")); t(lambda: delattr(m, "nope"))

# Prune.
torch.manual_seed(0)
import torch.nn.utils.prune as prune
l = nn.Linear(3, 2)
prune.l1_unstructured(l, "weight", amount=.5)
print(l.weight, [k for k, _ in l.named_parameters()], [k for k, _ in l.named_buffers()], l.weight_mask, prune.is_pruned(l))
prune.remove(l, "weight"); print([k for k, _ in l.named_parameters()])
prune.ln_structured(l, "weight", amount=1, n=2, dim=0); print(l.weight_mask)
prune.random_unstructured(l, "bias", amount=1); print(l.bias_mask)
m = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)); prune.global_unstructured([(m[0], "weight"), (m[1], "weight")], pruning_method=prune.L1Unstructured, amount=3); print(m[0].weight_mask, m[1].weight_mask)
prune.custom_from_mask(m[0], "bias", torch.tensor([1., 0.])); print(m[0].bias)
try:
    prune.l1_unstructured(l, "weight", amount=2.5)
except Exception as e:
    print(type(e).__name__, e)

# Never rg / zero grad.
torch.manual_seed(0)
x = torch.tensor([.3, 1.7], requires_grad=True)
for n in ["sign", "round", "floor", "ceil", "trunc", "argmax", "argmin", "argsort", "isnan", "isfinite", "nonzero", "long", "int", "bool", "sgn", "heaviside", "signbit", "logical_not", "any", "all", "count_nonzero", "frac", "unique", "isinf"]:
    f = getattr(torch, n, None) or getattr(torch.Tensor, n)
    try:
        y = f(x, torch.zeros(1)) if n == "heaviside" else f(x)
        print(n, y.requires_grad, y.dtype, y.grad_fn.name() if y.grad_fn else None)
    except Exception as e:
        print(n, type(e).__name__, e)
for f in [lambda: x // 1, lambda: x % 1, lambda: torch.fmod(x, 1), lambda: torch.remainder(x, x), lambda: x > 1, lambda: x == x, lambda: torch.isclose(x, x), lambda: torch.eq(x, 1), lambda: torch.searchsorted(x, x), lambda: x.floor_divide(2), lambda: torch.histc(x), lambda: torch.topk(x, 1), lambda: x.sort(), lambda: x.max(0), lambda: x.median(), lambda: x.mode(), lambda: x.kthvalue(1), lambda: torch.cummax(x, 0), lambda: torch.frexp(x), lambda: torch.nextafter(x, x), lambda: torch.div(x, 2, rounding_mode="floor")]:
    try:
        y = f()
        print([(v.requires_grad, v.grad_fn.name() if v.grad_fn else None) for v in (y if isinstance(y, tuple) else (y,))])
    except Exception as e:
        print(type(e).__name__, e)
