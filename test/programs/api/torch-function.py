"""__torch_function__: subclasses of Tensor whose results stay of their class, classes and modes that take functions over."""
import torch
import torch.nn as nn
import torch.nn.functional as F

# Torch_function.
torch.manual_seed(0)
class Log(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        print(func.__name__, [t.__name__ for t in types])
        return super().__torch_function__(func, types, args, kwargs or {})
x = torch.ones(2).as_subclass(Log)
y = x + 1
print(type(y))
z = torch.sin(y)
print(type(z), isinstance(z, torch.Tensor))
w = x.sum()
x.shape

# Subclass.
torch.manual_seed(0)
class My(torch.Tensor):
    pass
x = My([1., 2.])
print(x, type(x * 2), type(x.sum()), type(torch.ones(2) + x))
y = torch.Tensor._make_subclass(My, torch.ones(2), True)
print(y, y.requires_grad)
print(type(y.detach()), type(y.data), type(y[0]), y.grad)
(y * 2).sum().backward()
print(y.grad, type(y.grad))
class MyP(nn.Parameter):
    pass
p = MyP(torch.ones(1))
print(p, type(p * 2), isinstance(p, nn.Parameter))

# Wrapper torch_function.
torch.manual_seed(0)
class Wrap:
    def __init__(self, d): self.d = d
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func is torch.mean:
            return Wrap(torch.mean(args[0].d))
        return NotImplemented
w = Wrap(torch.ones(2))
print(torch.mean(w).d)
try:
    torch.add(w, 1)
except Exception as e:
    print(type(e).__name__, e)

# Torch function mode.
torch.manual_seed(0)
from torch.overrides import TorchFunctionMode
class M(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        print("mode", getattr(func, "__name__", func))
        return func(*args, **(kwargs or {}))
with M():
    x = torch.ones(2)
    y = x * 2
    y.sum()
with torch._C.DisableTorchFunctionSubclass():
    print(torch.ones(1))

# Subclass rest.
torch.manual_seed(0)
class My(torch.Tensor):
    pass
x = My([1., 2.])
x.requires_grad_()
y = x * 2
print(y, y.grad_fn, type(x[0]), type(torch.cat([x, x])), type(F.softmax(x, 0)), type(x.clone()), type(torch.ones(2) * x), type(x.data), type(x.detach()))
print(nn.Linear(2, 1)(x), type(nn.ReLU()(x)), type(nn.MSELoss()(x, torch.ones(2))), type(x.shape), type(x.tolist()), isinstance(y, torch.Tensor))
y.sum().backward()
print(x.grad, type(x.grad))
z = torch.ones(2).as_subclass(My)
print(z, type(z + 1), type(z.max(0)), type(z.sum()))
z += 1
print(type(z), z._version)
with torch.no_grad():
    print(type(z.mul_(2)), z)

# Metadata tensor.
torch.manual_seed(0)
class Meta(torch.Tensor):
    @staticmethod
    def __new__(cls, data, meta=None):
        return torch.as_tensor(data, dtype=torch.float32).as_subclass(cls)
    def __init__(self, data, meta=None):
        self.meta = meta
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        metas = [a.meta for a in args if hasattr(a, "meta")]
        out = super().__torch_function__(func, types, args, kwargs)
        if isinstance(out, torch.Tensor):
            out.meta = metas[0] if metas else None
        return out
m = Meta([1, 2], meta="kitchen")
n = m + 1
print(n.meta, type(n).__name__, n.sum().meta, torch.add(m, m).meta, m.exp().meta)

# Handled functions.
torch.manual_seed(0)
HANDLED = {}
def implements(f):
    def dec(g):
        HANDLED[f] = g
        return g
    return dec
class Diag:
    def __init__(self, n, v): self.n, self.v = n, v
    def __repr__(self): return f"Diag({self.n}, {self.v})"
    def tensor(self): return self.v * torch.eye(self.n)
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if func not in HANDLED or not all(issubclass(t, (torch.Tensor, Diag)) for t in types):
            return NotImplemented
        return HANDLED[func](*args, **(kwargs or {}))
@implements(torch.mean)
def mean(d): return float(d.v) / d.n
@implements(torch.add)
def add(a, b):
    return a.tensor() + b if isinstance(a, Diag) else a + b.tensor()
@implements(F.relu)
def relu(d, inplace=False): return "relu"
d = Diag(2, 3.)
print(torch.mean(d), torch.add(d, torch.ones(2, 2)), torch.add(torch.ones(2, 2), d), F.relu(d))
try:
    torch.mul(d, 2)
except TypeError as e:
    print(e)

# Logging.
torch.manual_seed(0)
class L(torch.Tensor):
    log = []
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        cls.log.append(func.__name__)
        return super().__torch_function__(func, types, args, kwargs or {})
a = torch.ones(2).as_subclass(L)
(a + 1).sum(); 1 - a; a / 2; 2 / a; a ** 2; a @ a; -a; a[0]; a.view(2); torch.stack([a]); F.relu(a); a.item if False else a.mean().item(); a > 0; len(a); a.add_(1); F.linear(a, torch.ones(1, 2)); a.to("cpu"); a.size()
print(L.log)

# Modes.
torch.manual_seed(0)
from torch.overrides import TorchFunctionMode
class Count(TorchFunctionMode):
    def __init__(self):
        super().__init__()
        self.names = []
    def __torch_function__(self, func, types, args=(), kwargs=None):
        self.names.append(func.__name__)
        return func(*args, **(kwargs or {}))
with Count() as c:
    x = torch.ones(2) * 2
    torch.add(x, 1).relu()
    F.softmax(x, dim=0)
print(c.names)
class Double(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        if func in (torch.zeros, torch.ones):
            kwargs["dtype"] = torch.float64
        return func(*args, **kwargs)
with Double():
    print(torch.zeros(2).dtype, torch.rand(2).dtype)
print(torch.zeros(2).dtype)

# Scripted tensor wrapper.
torch.manual_seed(0)
class Wrapped:
    def __init__(self, t): self.t = t
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        un = lambda a: a.t if isinstance(a, cls) else a
        out = func(*map(un, args), **(kwargs or {}))
        return cls(out)
w = torch.sin(Wrapped(torch.zeros(2)))
print(type(w).__name__, w.t)
print(torch.add(torch.ones(2), Wrapped(torch.ones(2))).t)
