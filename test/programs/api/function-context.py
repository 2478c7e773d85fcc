"""Custom Functions: the context is the node; what backward may return; torch.func wants setup_context."""
import torch

# Functorch without setup_context.
torch.manual_seed(0)
class Old(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2
try:
    torch.func.grad(lambda x: Old.apply(x).sum())(torch.ones(2))
except Exception as e:
    print(type(e).__name__, e)
try:
    torch.vmap(Old.apply)(torch.ones(2))
except Exception as e:
    print(type(e).__name__, e)

# Backward errors.
torch.manual_seed(0)
class T(torch.autograd.Function):
    ret = None
    @staticmethod
    def forward(ctx, x, y):
        return x * y
    @staticmethod
    def backward(ctx, g):
        return T.ret(g)
def t():
    x = torch.ones(2, requires_grad=True)
    y = torch.ones(2, requires_grad=True)
    try:
        T.apply(x, y).sum().backward()
        print(x.grad, y.grad)
    except Exception as e:
        print(type(e).__name__, e)
for r in [lambda g: g, lambda g: (g, g, g), lambda g: (g, g, None), lambda g: (g, None), lambda g: (g, 3), lambda g: (g, torch.ones(3)), lambda g: (g, g.double()), lambda g: (g[:1], g), lambda g: [g, g], lambda g: None, lambda g: (g, torch.ones(1, 2)), lambda g: (g.long(), g)]:
    T.ret = r
    t()

# Save errors.
torch.manual_seed(0)
class T(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, s):
        ctx.save_for_backward(x, s)
        return x * s
    @staticmethod
    def backward(ctx, g):
        return g, None
x = torch.ones(2, requires_grad=True)
try:
    T.apply(x, 3)
except Exception as e:
    print(type(e).__name__, e)
y = T.apply(x, None) if False else T.apply(x, torch.tensor(2.))
print(y.grad_fn.saved_tensors)
print(y.grad_fn.needs_input_grad)
y.sum().backward()
try:
    y.sum().backward()
except Exception as e:
    print(type(e).__name__, e)

# Returns non tensors.
torch.manual_seed(0)
class R(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2, "label", [x, 1], None
    @staticmethod
    def backward(ctx, g, *rest):
        print(rest)
        return g * 2
x = torch.ones(2, requires_grad=True)
out = R.apply(x)
print(out)
out[0].sum().backward()
print(x.grad)

# Ctx attributes.
torch.manual_seed(0)
class C(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, n=2):
        ctx.n = n
        print(type(ctx).__name__, ctx.needs_input_grad)
        return x * n
    @staticmethod
    def backward(ctx, g):
        print(ctx.n, ctx.needs_input_grad, hasattr(ctx, "foo"))
        return g * ctx.n, None
x = torch.ones(1, requires_grad=True)
y = C.apply(x, 4)
print(y.grad_fn.n, y.grad_fn.name(), y.grad_fn)
y.backward()
y = C.apply(x)
try:
    y.backward()
except Exception as e:
    print(type(e).__name__, e)
