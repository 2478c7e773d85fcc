"""torch.autograd.graph and grad arguments: hooks on saved tensors, gradient edges, batched gradients, nodes."""
import torch

# Pack errors.
torch.manual_seed(0)
a = torch.ones(3, requires_grad=True)
def bad(x):
    x.add_(1)
    return x
try:
    with torch.autograd.graph.saved_tensors_hooks(bad, lambda x: x):
        y = a.exp().exp()
    print(y)
except Exception as e:
    print(type(e).__name__, e)
with torch.autograd.graph.saved_tensors_hooks(lambda x: 3, lambda x: x):
    y = a * a
try:
    y.sum().backward()
except Exception as e:
    print(type(e).__name__, e)
with torch.autograd.graph.saved_tensors_hooks(lambda x: x, lambda x: x[:1]):
    y = a * a
try:
    y.sum().backward()
    print(a.grad)
except Exception as e:
    print(type(e).__name__, e)

# Disable hooks.
torch.manual_seed(0)
with torch.autograd.graph.disable_saved_tensors_hooks("no hooks here"):
    try:
        with torch.autograd.graph.saved_tensors_hooks(lambda x: x, lambda x: x):
            pass
    except Exception as e:
        print(type(e).__name__, e)

# Node walk.
torch.manual_seed(0)
x = torch.ones(2, 3, requires_grad=True)
w = torch.ones(3, 4, requires_grad=True)
y = (x @ w).relu().sum(1).mean()
def walk(fn, depth=0):
    if fn is None:
        print("  " * depth + "None")
        return
    print("  " * depth + fn.name(), len(fn.next_functions))
    for n, i in fn.next_functions:
        walk(n, depth + 1)
walk(y.grad_fn)
n = y.grad_fn.next_functions[0][0]
print(n.metadata, type(n), isinstance(n, torch.autograd.graph.Node))
print(n.next_functions[0][0].next_functions[0][0].next_functions[0][0].variable is x)
print(y.grad_fn._sequence_nr() > n._sequence_nr())

# Raw saved hooks.
torch.manual_seed(0)
x = torch.tensor([1., 2.], requires_grad=True)
y = x.exp()
y.grad_fn._raw_saved_result.register_hooks(lambda t: t * 10, lambda t: t)
y.sum().backward()
print(x.grad)

# Gradient edge.
torch.manual_seed(0)
from torch.autograd.graph import GradientEdge, get_gradient_edge
x = torch.ones(2, requires_grad=True)
y = x * 3
z = y.exp()
e = get_gradient_edge(y)
print(e.node.name(), e.output_nr)
print(torch.autograd.grad(z.sum(), e))
print(type(e))
ex = get_gradient_edge(x)
print(ex.node.name())
z2 = (x * 3).exp()
print(torch.autograd.grad(get_gradient_edge(z2), x, grad_outputs=torch.ones(2)))
try:
    get_gradient_edge(torch.ones(2))
except Exception as e:
    print(type(e).__name__, e)

# Set_multithreading and backward thread.
torch.manual_seed(0)
with torch.autograd.set_multithreading_enabled(False):
    x = torch.ones(2, requires_grad=True)
    x.sum().backward()
print(x.grad, torch.autograd.is_multithreading_enabled())

# Grad dtype.
torch.manual_seed(0)
x = torch.ones(2, requires_grad=True)
def t(fn):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
def setg(v):
    x.grad = v
    return x.grad
t(lambda: setg(torch.ones(3)))
t(lambda: setg(torch.ones(2, dtype=torch.float64)))
t(lambda: setg(3))
t(lambda: setg(x))
t(lambda: setg(torch.ones(2, requires_grad=True)))
t(lambda: setg(None))
t(lambda: setg(torch.ones(2, device="meta")))
