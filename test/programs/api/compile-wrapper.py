"""torch.compile wraps modules and leaves functions alone; decorators and switches of modes."""
import torch
import torch.nn as nn

# Module.
torch.manual_seed(0)
m = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
c = torch.compile(m, backend="eager")
print(c)
print(type(c), isinstance(c, nn.Sequential), isinstance(c, nn.Module), len(list(c.parameters())))
print([n for n, _ in c.named_parameters()], [n for n, _ in c.named_modules()])
x = torch.ones(1, 2)
o = c(x)
print(o, torch.equal(o, m(x)))
o.sum().backward()
print(m[0].weight.grad.shape, c[0] is m[0] if hasattr(c, "__getitem__") else "no getitem")
c.eval()
print(m.training, c.training)
m.train()
print(c.training, c._orig_mod is m)
c.foo = 3
print(m.foo, c.foo)
try:
    c.bar
except Exception as e:
    print(type(e).__name__, e)
torch.optim.SGD(c.parameters(), lr=.1).step()
m.load_state_dict({k.replace("_orig_mod.", ""): v for k, v in c.state_dict().items()})
try:
    m.load_state_dict(c.state_dict())
except Exception as e:
    print(type(e).__name__, e)

# Own module.
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2))
        self.k = 5
    def forward(self, x):
        return x * self.w
    def extra(self):
        return self.k
net = Net()
c = torch.compile(net, backend="eager")
print(c.w is net.w, c.k, c.extra(), c.__class__.__name__)
c.register_buffer("b", torch.zeros(1))
print(list(net.state_dict()), list(c.state_dict()))
h = net.register_forward_hook(lambda m, i, o: print("hook", o.shape))
c(torch.ones(2))
c.w = nn.Parameter(torch.zeros(2))
print(net.w)
c.zero_grad()
import copy
d = copy.deepcopy(c)
print(type(d).__name__, d.w is c.w)
net2 = Net()
net2.compile(backend="eager")
print(type(net2).__name__, net2(torch.ones(2)))

# Function.
torch.manual_seed(0)
@torch.compile(backend="eager")
def f(x, y=2):
    "doc"
    return x * y
print(f(torch.ones(2)), f.__name__, f.__doc__, callable(f))
g = torch.compile(f, backend="eager")
print(g(torch.ones(1), y=3))
try:
    torch.compile(3)
except Exception as e:
    print(type(e).__name__, e)
print(torch.compiler.is_compiling())

# Decorators.
torch.manual_seed(0)
@torch.no_grad()
def f(x): return x * 2
@torch.inference_mode()
def g(x): return x * 2
@torch.enable_grad()
def h(x): return x * 2
@torch.set_grad_enabled(False)
def k(x): return x * 2
x = torch.ones(2, requires_grad=True)
print(torch.is_grad_enabled(), f(x), g(x), h(x), k(x), torch.is_grad_enabled())
@torch.no_grad
def m(x): return x * 2
print(m(x), m.__name__)
try:
    @torch.set_grad_enabled
    def q(x): return x
except Exception as e:
    print(type(e).__name__, e)
@torch.no_grad()
class C(nn.Module):
    def forward(self, x): return x * 2
print(C()(x))
@torch.no_grad()
def gen(x):
    yield torch.is_grad_enabled()
    yield x * 2
it = gen(x)
print(next(it), torch.is_grad_enabled(), next(it))

# Set_grad_enabled function.
torch.manual_seed(0)
x = torch.ones(1, requires_grad=True)
torch.set_grad_enabled(False)
print((x * 2).requires_grad)
with torch.enable_grad():
    print((x * 2).requires_grad)
    with torch.set_grad_enabled(False):
        print((x * 2).requires_grad)
    print((x * 2).requires_grad)
torch.set_grad_enabled(True)
print((x * 2).requires_grad, torch.set_grad_enabled(True), torch.no_grad())

# Deterministic, threads, seeds.
torch.manual_seed(0)
print(torch.are_deterministic_algorithms_enabled())
torch.use_deterministic_algorithms(True)
print(torch.are_deterministic_algorithms_enabled())
print(torch.initial_seed(), torch.manual_seed(3).initial_seed(), torch.random.initial_seed())
s = torch.get_rng_state()
a = torch.rand(2)
torch.set_rng_state(s)
print(torch.equal(a, torch.rand(2)), s.dtype, s.shape)
with torch.random.fork_rng():
    torch.rand(5)
b = torch.rand(1)
torch.manual_seed(3)
torch.rand(2)
print(b == torch.rand(1))
g = torch.Generator()
g.manual_seed(1)
print(torch.randn(2, generator=g), torch.randperm(4, generator=g), g.initial_seed())
g2 = torch.Generator(); g2.set_state(g.get_state())
print(torch.rand(1, generator=g) == torch.rand(1, generator=g2))
