"""torch.func: derivatives of functions of one and several arguments, nested, with structures, and their refusals."""
import torch
import torch.nn.functional as F

# Grad basics.
torch.manual_seed(0)
from torch.func import grad, vjp, jvp, jacrev, jacfwd, hessian, vmap, grad_and_value
f = lambda x: (x ** 3).sum()
x = torch.tensor([1., 2., 3.])
print(grad(f)(x))
print(grad(grad(lambda x: x ** 3))(torch.tensor(2.)))
g, v = grad_and_value(f)(x)
print(g, v)
print(grad(lambda a, b: (a * b).sum(), argnums=(0, 1))(x, x + 1))
print(grad(lambda a: ((a ** 2).sum(), a * 2), has_aux=True)(x))

# Grad argnums errors.
torch.manual_seed(0)
from torch.func import grad
x = torch.tensor([1., 2., 3.])
try:
    grad(lambda x: x.sum(), argnums=1)(x)
except Exception as e:
    print(type(e).__name__, e)
try:
    grad(lambda x: x.sum(), argnums="a")(x)
except Exception as e:
    print(type(e).__name__, e)
try:
    grad(lambda x: x.sum(), argnums=(0, 2))(x)
except Exception as e:
    print(type(e).__name__, e)
try:
    print(grad(lambda x: x.sum())(3))
except Exception as e:
    print(type(e).__name__, e)
try:
    print(grad(lambda x: x.sum())(torch.arange(3)))
except Exception as e:
    print(type(e).__name__, e)

# Vjp.
torch.manual_seed(0)
from torch.func import vjp
x = torch.tensor([1., 2.])
out, fn = vjp(lambda x: x.exp() * 2, x)
print(out, out.requires_grad)
print(fn(torch.ones(2)))
out, fn = vjp(lambda a, b: (a + b, a * b), x, x + 3)
print(out)
print(fn((torch.ones(2), torch.ones(2))))
try:
    print(fn(torch.ones(2)))
except Exception as e:
    print(type(e).__name__, e)
out, fn, aux = vjp(lambda x: (x.sin(), x.cos()), x, has_aux=True)
print(aux, fn(torch.ones(2)))
try:
    fn(torch.ones(3))
except Exception as e:
    print(type(e).__name__, e)

# Jvp.
torch.manual_seed(0)
from torch.func import jvp
x = torch.tensor([1., 2.])
print(jvp(torch.sin, (x,), (torch.ones(2),)))
print(jvp(lambda a, b: a * b, (x, x), (torch.ones(2), torch.zeros(2))))
try:
    jvp(torch.sin, x, torch.ones(2))
except Exception as e:
    print(type(e).__name__, e)
try:
    jvp(torch.sin, (x,), (torch.ones(3),))
except Exception as e:
    print(type(e).__name__, e)

# Jacrev/jacfwd/hessian.
torch.manual_seed(0)
from torch.func import jacrev, jacfwd, hessian, vmap
x = torch.tensor([1., 2., 3.])
print(jacrev(torch.sin)(x))
print(jacfwd(torch.sin)(x))
print(hessian(lambda x: (x ** 3).sum())(x))
print(jacrev(lambda a, b: a @ b, argnums=(0, 1))(torch.ones(2, 2), torch.ones(2)))
print(jacrev(lambda x: (x, x ** 2))(x))
print(jacrev(lambda x: {"a": x.sum(), "b": x[:2]})(x))
print(jacfwd(lambda x: (x.sin(), x.cos()), has_aux=True)(x))
print(jacrev(torch.sin, chunk_size=1)(x))

# Vmap shapes inside.
torch.manual_seed(0)
from torch.func import vmap
def f(x):
    print(x.shape, x.ndim, x.dim(), x.numel(), x.dtype)
    return x.mean()
print(vmap(f)(torch.ones(4, 3)))
print(vmap(f, in_dims=1)(torch.ones(4, 3)))

# Vmap randomness.
torch.manual_seed(0)
from torch.func import vmap
def t(fn):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
x = torch.zeros(3, 2)
t(lambda: vmap(lambda a: a + torch.rand(2))(x))
torch.manual_seed(1)
t(lambda: vmap(lambda a: a + torch.rand(2), randomness="same")(x))
torch.manual_seed(1)
t(lambda: vmap(lambda a: a + torch.rand(2), randomness="different")(x))
t(lambda: vmap(lambda a: a, randomness="foo")(x))
torch.manual_seed(1)
t(lambda: vmap(lambda a: F.dropout(a + 1), randomness="different")(x))

# Grad with requires_grad outside.
torch.manual_seed(0)
from torch.func import grad
w = torch.tensor([2., 3.], requires_grad=True)
g = grad(lambda x: (x * w).sum())(torch.ones(2))
print(g)
g.sum().backward()
print(w.grad)
g2 = grad(lambda x: (x ** 2).sum())(w)
print(g2, g2.requires_grad)
