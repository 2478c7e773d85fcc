import torch
class F1(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, y, k=2): return x*y*k
    @staticmethod
    def backward(ctx, g): return g, g, None
x = torch.ones(2, requires_grad=True)
for f in [lambda: F1.apply(x, x), lambda: F1.apply(x, x, 3), lambda: F1.apply(x, x, k=3), lambda: F1.apply(x, y=x), lambda: F1.apply(x), lambda: F1.apply(), lambda: F1.apply(x, x, 1, 2)]:
    try: print(f())
    except TypeError as e: print(e)
class F2(torch.autograd.Function):
    @staticmethod
    def forward(x, y, k=2): return x*y*k
    @staticmethod
    def setup_context(ctx, inputs, output): print("ctx", len(inputs), inputs[2:]); ctx.k = inputs[2]
    @staticmethod
    def backward(ctx, g): return g*ctx.k, g, None
for f in [lambda: F2.apply(x, x), lambda: F2.apply(x, x, 3), lambda: F2.apply(x, x, k=3), lambda: F2.apply(x, y=x), lambda: F2.apply(x)]:
    try: print(f())
    except TypeError as e: print(e)
x = torch.ones(2, requires_grad=True)
def mk(fw):
    return type("F", (torch.autograd.Function,), {"forward": staticmethod(fw), "backward": staticmethod(lambda ctx, *g: (print("bw", len(g), ctx.needs_input_grad), (g[0],)*len(ctx.needs_input_grad))[1])})
def a(ctx, x, *, k=2): return x*k
def b(ctx, x, k=2): return x*k
def c(ctx, *xs, **kw): return xs[0]*2
def d(ctx, x, y=None, **kw): return x*2
for f in (a,b,c,d):
    F = mk(f)
    for call in [lambda: F.apply(x), lambda: F.apply(x, k=3), lambda: F.apply(x=x), lambda: F.apply(x, k=x), lambda: F.apply(x, 3), lambda: F.apply(k=3, x=x)]:
        try: r = call(); print(f.__name__, r); r.sum().backward()
        except Exception as e: print(f.__name__, type(e).__name__, e)
